import type { FunctionId } from './functions.ts';
import type { TableId } from './tables.ts';

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
