import { type BucketDefinition, buckets } from './buckets.ts';
import type { FunctionId } from './functions.ts';
import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

export type QueueEventSource = {
  readonly queue: QueueId;
  readonly function: FunctionId;
  /** FIFO queues: at most 10. Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  readonly batchSize: number;
  /** Batches under way at once. No use in more than a show has stock buckets. */
  readonly maximumConcurrency: number;
};

/** What invokes a function when messages wait; every mapping reports partial batch failures. */
export const eventSources: readonly QueueEventSource[] = [
  { queue: 'purchases', function: 'worker', batchSize: 10, maximumConcurrency: 64 },
  // Slowly: what comes here has failed often enough.
  { queue: 'purchases-dead', function: 'dead-letters', batchSize: 10, maximumConcurrency: 2 },
];

export type StreamEventSource = {
  readonly table: TableId;
  readonly function: FunctionId;
  readonly batchSize: number;
  /**
   * In the part of EventBridge's pattern language that Lambda takes; a record that matches none is not
   * handed over. Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
   */
  readonly filters: readonly object[];
};

/**
 * What every mapping of a stream has. Transient faults are retried for as long as the stream keeps the
 * record; what cannot become an event is parked by the function itself, so that a shard never stops.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html (-1: until expiry)
 */
export const streamRetries = {
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
} as const;

/** PutEvents takes ten entries a call: a batch of a hundred records makes about ten calls. */
const RECORDS_PER_BATCH = 100;

/** The tables' streams are the outbox: what they tell of becomes the events. */
export const streamSources: readonly StreamEventSource[] = [
  {
    table: 'purchases',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    filters: [{ dynamodb: { Keys: { recordKey: { S: [{ prefix: 'P#' }] } } } }],
  },
  {
    table: 'shows',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    // Only a show has a venue; titles, jobs and the calendar stand beside the shows.
    filters: [{ dynamodb: { NewImage: { venue: { S: [{ exists: true }] } } } }],
  },
  {
    // Of free seats only: who holds a seat is told by the purchase.
    table: 'seats',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    filters: [{ dynamodb: { NewImage: { heldBy: { S: [{ exists: false }] } } } }],
  },
  {
    // Firings and removals; a reminder that was merely set is nobody's business.
    table: 'reminders',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    filters: [
      { dynamodb: { NewImage: { firedAt: { S: [{ exists: true }] } } } },
      { eventName: ['REMOVE'] },
    ],
  },
];

export type ScheduleDefinition = {
  readonly name: string;
  readonly everyMinutes: number;
  readonly function: FunctionId;
};

/** What runs by the clock. A reminder is at most about one of these minutes late. */
export const schedules: readonly ScheduleDefinition[] = [
  { name: 'fire-reminders', everyMinutes: 1, function: 'sweep' },
  { name: 'run-show-jobs', everyMinutes: 1, function: 'show-jobs' },
  // As long as wrong books may stay untold; the audit slices its shows by the same minutes.
  { name: 'audit-sales', everyMinutes: 15, function: 'audit' },
];

export type RuleDefinition = {
  readonly name: string;
  readonly pattern: object;
  readonly function: FunctionId;
};

/** The rules that are ours; subscribers add their own. */
export const rules: readonly RuleDefinition[] = [
  {
    // The first kind of event only: what pricing stamps can never start it again.
    name: 'reprice',
    pattern: { source: ['willcall'], 'detail-type': ['PriceChangeInitiated'] },
    function: 'pricing',
  },
];

/**
 * Whether each of a function's invocations matters, and nobody waits for it: an event or an upload. A
 * scheduled one is made up for by the next.
 */
export const isInvokedAsynchronously = (id: FunctionId): boolean =>
  rules.some((rule) => rule.function === id) ||
  Object.values<BucketDefinition>(buckets).some((bucket) => bucket.onObjectCreated === id);
