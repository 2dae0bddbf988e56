import { streamSources } from '@willcall/topology';
import { constants, putEventsRate } from './constants.ts';
import { rateOf, type TableRates } from './throughput.ts';

/** When the events of a sale are on the bus, in seconds. */
export type Announcements = {
  /** Records a second that the stream function announces at most. */
  readonly ratePerSecond: number;
  /** From the decision to its event: the longest of all. */
  readonly longestLag: number;
  readonly allAnnouncedAfter: number;
};

const MS_PER_SECOND = 1_000;
/** PutEvents takes as many in a call. */
const EVENTS_PER_CALL = 10;

/**
 * The records a second that the stream function announces: each stream shard is read by as many
 * invocations at once as its parallelization factor, and PutEvents has a quota.
 */
export function findAnnouncementRate(rates: TableRates, region: string): number {
  const [source] = streamSources.filter(({ name }) => name === 'purchases');
  const shards = Math.ceil(rateOf(rates, 'purchases').writes / constants.partitionWrites.value);
  const batchesPerSecond = MS_PER_SECOND / constants.streamBatchMs.value;
  const { batchSize = 1, parallelizationFactor = 1 } = source ?? {};
  return Math.min(
    shards * parallelizationFactor * batchesPerSecond * batchSize,
    putEventsRate(region) * EVENTS_PER_CALL,
  );
}

/**
 * Announces what was decided in each second, in order, at a rate.
 *
 * @param decided decisions by second.
 */
export function announce(decided: readonly number[], ratePerSecond: number): Announcements {
  let waiting = 0;
  let longestLag = 0;
  for (const inSecond of decided) {
    waiting = Math.max(0, waiting + inSecond - ratePerSecond);
    longestLag = Math.max(longestLag, waiting / ratePerSecond);
  }
  const allAnnouncedAfter = decided.length + waiting / ratePerSecond;
  return { ratePerSecond, longestLag, allAnnouncedAfter };
}
