import { functions } from './functions.ts';

export type QueueDefinition = {
  readonly fifo: boolean;
  /** Deduplication and throughput per message group instead of per queue. */
  readonly highThroughput: boolean;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly deadLetters?: { readonly queue: string; readonly maxReceiveCount: number };
};

/** The longest SQS retention: 14 days. It leaves time to repair any outage. */
const LONGEST_RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * AWS recommends at least six times the function timeout, so that Lambda can retry a throttled invocation
 * before the message becomes visible again.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const VISIBILITY_PER_FUNCTION_TIMEOUT = 6;

/** Every queue, by content. The deployed stack and the local AWS are both created from this. */
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
  /** Audits of shows that somebody has requested. The function skips one that is older than 15 minutes. */
  audits: {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds:
      VISIBILITY_PER_FUNCTION_TIMEOUT * functions['show-audit'].timeoutSeconds,
    retentionSeconds: 2 * 60 * 60,
    deadLetters: { queue: 'audits-dead', maxReceiveCount: 3 },
  },
  /** Audits whose end could not be recorded, for a person. */
  'audits-dead': {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
  /** Purchases whose payment must be compared with the provider. The group is the purchase. */
  payments: {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds:
      VISIBILITY_PER_FUNCTION_TIMEOUT * functions['payment-tasks'].timeoutSeconds,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
    // Tasks that fail are delivered again after 2, 4, 8 … 300 s: for 25 minutes in all.
    deadLetters: { queue: 'payments-dead', maxReceiveCount: 12 },
  },
  /** Purchases whose payment could not be compared. The hourly reconciliation finds them again. */
  'payments-dead': {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
  /** Stream records that can never become an event, kept whole for a person. */
  'parked-events': {
    fifo: false,
    highThroughput: false,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
  /** Messages that could not be recorded even as FAILED, kept whole for a person. */
  'parked-purchases': {
    fifo: true,
    highThroughput: true,
    visibilityTimeoutSeconds: 60,
    retentionSeconds: LONGEST_RETENTION_SECONDS,
  },
} as const satisfies Record<string, QueueDefinition>;

export type QueueId = keyof typeof queues;

/** The environment variables that hold the queue URLs of a function. */
export const queueVariables = {
  purchases: 'PURCHASES_QUEUE_URL',
  'purchases-dead': 'DEAD_LETTERS_QUEUE_URL',
  audits: 'AUDITS_QUEUE_URL',
  'audits-dead': 'DEAD_AUDITS_QUEUE_URL',
  payments: 'PAYMENTS_QUEUE_URL',
  'payments-dead': 'DEAD_PAYMENTS_QUEUE_URL',
  'parked-purchases': 'PARKED_PURCHASES_QUEUE_URL',
  'parked-events': 'PARKED_EVENTS_QUEUE_URL',
} as const satisfies Record<QueueId, string>;
