import { functions } from './functions.ts';

export type QueueDefinition = {
  readonly fifo: boolean;
  /** Deduplication and throughput per message group instead of per queue. */
  readonly highThroughput: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetters?: { readonly queue: string; readonly maxReceiveCount: number };
};

/** SQS's longest retention: 14 days. A message outlives any outage that a team can sleep through. */
const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * AWS asks for at least six times the function's timeout, so that a throttled invocation can be
 * repeated before the message becomes visible again.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const VISIBILITY_PER_FUNCTION_TIMEOUT = 6;

/** Every queue, by what it carries. The deployed stack and the local AWS are both made from this. */
export const queues = {
  purchases: {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds: VISIBILITY_PER_FUNCTION_TIMEOUT * functions.worker.timeoutSeconds,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
    deadLetters: { queue: 'purchases-dead', maxReceiveCount: 5 },
  },
  'purchases-dead': {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds:
      VISIBILITY_PER_FUNCTION_TIMEOUT * functions['dead-letters'].timeoutSeconds,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
  /** Records of the tables' streams that can never become an event: whole, for a person. */
  'parked-events': {
    fifo: false,
    highThroughput: false,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
  /** Messages that could not even be recorded as FAILED: whole, for a person. */
  'parked-purchases': {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
} as const satisfies Record<string, QueueDefinition>;

export type QueueId = keyof typeof queues;

/** The environment variables by which functions know their queues, by URL. */
export const queueVariables = {
  purchases: 'PURCHASES_QUEUE_URL',
  'purchases-dead': 'DEAD_LETTERS_QUEUE_URL',
  'parked-purchases': 'PARKED_PURCHASES_QUEUE_URL',
  'parked-events': 'PARKED_EVENTS_QUEUE_URL',
} as const satisfies Record<QueueId, string>;
