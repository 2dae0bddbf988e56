import { type BucketDefinition, buckets } from './buckets.ts';
import type { FunctionId } from './functions.ts';
import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

export type QueueEventSource = {
  readonly queue: QueueId;
  readonly function: FunctionId;
  /** FIFO queues: at most 10. Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
  readonly batchSize: number;
  /** Concurrent batches. More than the stock shards of a show is of no use. */
  readonly maximumConcurrency: number;
};

/** The SQS event source mappings. Every mapping reports partial batch failures. */
export const eventSources: readonly QueueEventSource[] = [
  { queue: 'purchases', function: 'worker', batchSize: 10, maximumConcurrency: 64 },
  // Low concurrency: these messages have failed several times.
  { queue: 'purchases-dead', function: 'dead-letters', batchSize: 10, maximumConcurrency: 2 },
  // A batch makes its requests to the provider side by side, so few are enough for the whole rate. The budget of requests,
  // which all functions share, keeps to the rate, whatever the concurrency.
  { queue: 'payments', function: 'payment-tasks', batchSize: 10, maximumConcurrency: 8 },
  // One audit at a time in each, because it may take minutes. Lambda allows no less than two.
  { queue: 'audits', function: 'show-audit', batchSize: 1, maximumConcurrency: 2 },
];

export type StreamEventSource = {
  /** Names the mapping in the deployed stack, and its position in a local one. It stays the same. */
  readonly name: string;
  readonly table: TableId;
  readonly function: FunctionId;
  readonly batchSize: number;
  /**
   * Batches of one shard at a time, 1 to 10. Changes of one item stay in order, and different items run side
   * by side. Each takes an execution of the account's concurrency.
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
   */
  readonly parallelizationFactor: number;
  /** Seconds for which Lambda gathers a batch that is not full. 0: it delivers each batch at once. */
  readonly batchingWindowSeconds: number;
  /**
   * Patterns in the subset of EventBridge's pattern language that Lambda supports. Lambda does not deliver a
   * record that matches no filter. Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
   */
  readonly filters: readonly object[];
};

/**
 * The settings of every stream mapping. Transient faults are retried for as long as the stream keeps the
 * record. The function itself parks a record that can never become an event, so a shard never blocks.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html (-1: until expiry)
 */
export const streamRetries = {
  bisectBatchOnFunctionError: true,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
} as const;

/** PutEvents accepts ten entries in a call, so a batch of a hundred records makes about ten calls. */
const RECORDS_PER_BATCH = 100;

/**
 * A sale writes at most 500 purchases a second to a shard, and a sweep fires at most 1,000 reminders: more, and
 * the table's partition would throttle them. One batch at a time announces about 500 a second by the model in
 * `test/model/announcing`. Four keep up with either, and make up for an hour's outage in twenty minutes.
 */
const BATCHES_PER_BUSY_SHARD = 4;

/** More than a shard writes in a second, so that a batch is full only after an outage. */
const TALLIED_PER_BATCH = 1_000;

/** Leaves out the ledgers, which are in the same table. */
const purchasesOnly = { dynamodb: { Keys: { recordKey: { S: [{ prefix: 'P#' }] } } } };

/** The tables' streams are the outbox: their records become events. */
export const streamSources: readonly StreamEventSource[] = [
  {
    name: 'purchases',
    table: 'purchases',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    parallelizationFactor: BATCHES_PER_BUSY_SHARD,
    batchingWindowSeconds: 0,
    filters: [purchasesOnly],
  },
  {
    // A mapping of its own, so that counting delays no event, and writes once a second for each show and stream
    // shard. It is the second reader of the stream, and the last: DynamoDB supports two.
    name: 'purchases-tally',
    table: 'purchases',
    function: 'tally',
    batchSize: TALLIED_PER_BATCH,
    parallelizationFactor: 1,
    batchingWindowSeconds: 1,
    filters: [purchasesOnly],
  },
  {
    name: 'shows',
    table: 'shows',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    parallelizationFactor: 1,
    batchingWindowSeconds: 0,
    // Only shows have a venue. Titles, jobs and the calendar are in the same table.
    filters: [{ dynamodb: { NewImage: { venue: { S: [{ exists: true }] } } } }],
  },
  {
    // Free seats only. Events about purchases cover seats that are held.
    name: 'seats',
    table: 'seats',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    parallelizationFactor: 1,
    batchingWindowSeconds: 0,
    filters: [{ dynamodb: { NewImage: { heldBy: { S: [{ exists: false }] } } } }],
  },
  {
    // Fired and removed reminders only. A new reminder causes no event.
    name: 'reminders',
    table: 'reminders',
    function: 'stream',
    batchSize: RECORDS_PER_BATCH,
    parallelizationFactor: BATCHES_PER_BUSY_SHARD,
    batchingWindowSeconds: 0,
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

/** The scheduled invocations. A reminder is at most about one minute late. */
export const schedules: readonly ScheduleDefinition[] = [
  { name: 'fire-reminders', everyMinutes: 1, function: 'sweep' },
  { name: 'run-show-jobs', everyMinutes: 1, function: 'show-jobs' },
  { name: 'find-due-payments', everyMinutes: 1, function: 'payment-sweep' },
  { name: 'reconcile-payments', everyMinutes: 60, function: 'reconcile' },
  // The longest time until wrong counters are reported. The audit divides its shows by the same interval.
  { name: 'audit-sales', everyMinutes: 15, function: 'audit' },
];

export type RuleDefinition = {
  readonly name: string;
  readonly pattern: object;
  readonly function: FunctionId;
};

/** The rules of willcall. Subscribers add their own. */
export const rules: readonly RuleDefinition[] = [
  {
    // Only PriceChangeInitiated: the event that follows from pricing's own update must never start it again.
    name: 'reprice',
    pattern: { source: ['willcall'], 'detail-type': ['PriceChangeInitiated'] },
    function: 'pricing',
  },
];

/**
 * Whether a function is invoked asynchronously by an event or an upload, so that a failed invocation must
 * be kept. A failed scheduled invocation does not count: the next one makes up for it.
 */
export const isInvokedAsynchronously = (id: FunctionId): boolean =>
  rules.some((rule) => rule.function === id) ||
  Object.values<BucketDefinition>(buckets).some((bucket) => bucket.onObjectCreated === id);
