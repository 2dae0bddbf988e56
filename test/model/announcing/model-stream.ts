/** A load on the stream of a table, and what reads it. */
export type StreamLoad = {
  /** Changes a second over all shards. */
  readonly recordsPerSecond: number;
  readonly seconds: number;
  /** Shards of the stream: one for each partition of the table. */
  readonly shards: number;
  /** Batches of a shard at a time. */
  readonly parallelizationFactor: number;
  /** Records of a full batch, and the milliseconds that it takes. See `modelBatch`. */
  readonly batch: { readonly records: number; readonly milliseconds: number };
  /** The quota of PutEvents in the region, calls a second. Each publishes ten events. */
  readonly putEventsPerSecond: number;
};

export type StreamLag = {
  /** Records a second that the readers can announce. */
  readonly capacityPerSecond: number;
  readonly binds: 'the load' | 'the shards' | 'the quota of PutEvents';
  /** Seconds from the end of the load until its last record, the latest of all, is announced. */
  readonly lagSeconds: number;
  /** Executions of the function at a time. */
  readonly concurrency: number;
};

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const EVENTS_PER_CALL = 10;

/**
 * Lambda reads a shard about four times a second while it waits for records.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const POLL_SECONDS = 0.25;

/**
 * How far the stream function falls behind a steady load, and when it has caught up. Each shard is a queue
 * with as many servers as its parallelization factor. Items are spread evenly over shards and servers, as
 * hashed keys are.
 *
 * @example
 * modelStream({ recordsPerSecond: 14_000, seconds: 60, shards: 28, parallelizationFactor: 4,
 *   batch: { records: 100, milliseconds: 200 }, putEventsPerSecond: 10_000 });
 */
export function modelStream(load: StreamLoad): StreamLag {
  const { recordsPerSecond, seconds, shards, parallelizationFactor, batch } = load;
  const perServer = (batch.records / batch.milliseconds) * 1_000;
  const byShards = shards * parallelizationFactor * perServer;
  const byQuota = load.putEventsPerSecond * EVENTS_PER_CALL;
  const capacityPerSecond = Math.min(byShards, byQuota);
  const isBehind = capacityPerSecond < recordsPerSecond;
  const backlog = Math.max(0, recordsPerSecond - capacityPerSecond) * seconds;
  return {
    capacityPerSecond,
    binds: !isBehind ? 'the load' : byShards <= byQuota ? 'the shards' : 'the quota of PutEvents',
    lagSeconds: backlog / capacityPerSecond + POLL_SECONDS + batch.milliseconds / 1_000,
    concurrency: shards * parallelizationFactor,
  };
}

/** Write units of a sold purchase on its partition: a transaction counts each write twice. */
const UNITS_PER_SALE = 2;
/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
const UNITS_PER_PARTITION = 1_000;

/**
 * The fewest shards that the Purchases table can have while it takes so many sales: its partitions would
 * otherwise throttle the sale itself. A shard therefore never gets more than 500 sales a second.
 */
export const fewestShards = (salesPerSecond: number): number =>
  Math.ceil((salesPerSecond * UNITS_PER_SALE) / UNITS_PER_PARTITION);
