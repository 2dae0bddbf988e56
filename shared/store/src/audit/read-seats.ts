import { forEachConcurrently, MAX_SHARDS } from '@willcall/domain';
import { seatShardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type Item, queryItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type AuditedSeat, readAuditedSeat } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';

export type AuditedSeats = {
  readonly seats: AuditedSeat[];
  /** Seats that cannot be parsed. */
  readonly differences: AuditDifference[];
};

/** Seat shards that are read concurrently. */
const MAX_CONCURRENCY = 4;

/**
 * Reads all seats of a show, consistently: 1 read unit per 4 KB, about twenty seats, and at least 1
 * for each shard that a show can have. A show without reserved seating should have none.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readAuditedSeats(
  store: Store<'seats'>,
  { showId }: Pick<ShowRecord, 'showId'>,
): Promise<AuditedSeats> {
  const found: AuditedSeats = { seats: [], differences: [] };
  // Also the shards that the show does not have: a seat there is misplaced.
  const shards = seatShardKeys({ showId, buckets: MAX_SHARDS });
  await forEachConcurrently(shards, MAX_CONCURRENCY, async (shard) => {
    for (const item of await readSeatsOfShard(store, shard)) {
      const { record, differences } = readAuditedSeat(item);
      if (record !== undefined) found.seats.push(record);
      found.differences.push(...differences);
    }
  });
  return found;
}

const readSeatsOfShard = (store: Store<'seats'>, shard: string): Promise<Item[]> =>
  queryItems(store, 'read the seats', {
    TableName: store.tables.seats,
    ConsistentRead: true,
    KeyConditionExpression: 'seatBucket = :shard',
    ExpressionAttributeValues: { ':shard': shard },
  });
