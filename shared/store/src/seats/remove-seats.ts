import { randomUUID } from 'node:crypto';
import { forEachConcurrently } from '@willcall/domain';
import { putEntry } from '../journal/journal-entry.ts';
import { type ShardedShow, seatKey, seatShardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryPages } from '../read-items.ts';
import { changeShowItem } from '../shows/update-show.ts';
import type { SettleableShow } from '../stock/settlement.ts';
import {
  postToShards,
  readStock,
  type ShardCounters,
  transactOnStock,
} from '../stock/stock-shards.ts';
import {
  type RetrySeams,
  retryUntilSettled,
  type TransactionAction,
  writeItems,
} from '../write-items.ts';
import { readSeat, type SeatOrigin } from './seat-record.ts';

export type RemovedSeat = 'removed' | 'sold' | 'no-such-seat' | 'no-such-show';

type SeatsStore = Store<'shows' | 'stock' | 'journal' | 'seats'>;

/**
 * Removes a free seat from a show in one transaction, so that free seats, stock and capacity agree
 * at every instant: 8 write units.
 *
 *     seat          exists, free     →  deleted
 *     stock shard   available ≥ 1    →  available − 1
 *     show          exists           →  capacity − 1
 *     journal       does not exist   →  one less in that shard
 *
 *     read free ── sold ── remove ✗ (the seat's condition) ── read sold: 'sold'
 *
 * @throws StoreError STORE_UNAVAILABLE: the seat may have been removed. RECORD_UNREADABLE,
 *   STOCK_MISSING
 */
export function removeSeat(
  store: SeatsStore,
  show: SettleableShow,
  seatId: string,
  removing: SeatOrigin & RetrySeams,
): Promise<RemovedSeat> {
  const { random = Math.random } = removing;
  return retryUntilSettled<RemovedSeat>(
    'remove the seat',
    async () => {
      const seat = await readSeat(store, show, seatId);
      if (seat === undefined) return 'no-such-seat';
      if (seat.heldBy !== undefined) return 'sold';
      const shard = pickShardWithStock(await readStock(store, show), random);
      // The shards are not read at one instant, so the ticket of a free seat may have just moved.
      if (shard === undefined) return 'again';
      const actions = planRemoval(store, show, seatId, { ...removing, shard });
      const outcome = await transactOnStock(store, show, {
        what: 'remove the seat',
        actions,
        token: randomUUID(),
        at: removing.at,
      });
      if (outcome.kind === 'committed') return 'removed';
      return outcome.reasons[0] === 'condition' ? 'no-such-show' : 'again';
    },
    removing,
  );
}

const planRemoval = (
  store: SeatsStore,
  show: ShardedShow,
  seatId: string,
  { shard, at, correlationId }: SeatOrigin & { readonly shard: number },
): TransactionAction[] => {
  const postings = [{ shard, available: -1, held: 0, sold: 0, revenue: 0 }];
  return [
    changeShowItem(store, show.showId, { adds: { capacity: -1 }, at, correlationId }),
    ...postToShards(store, show.showId, postings),
    {
      Delete: {
        TableName: store.tables.seats,
        Key: seatKey(show, seatId),
        ConditionExpression: 'attribute_exists(seatId) AND attribute_not_exists(heldBy)',
      },
    },
    putEntry(store, show.showId, { kind: 'SEATS', postings, at }),
  ];
};

function pickShardWithStock(
  stock: readonly ShardCounters[],
  random: () => number,
): number | undefined {
  const stocked = stock.flatMap(({ available }, shard) => (available > 0 ? [shard] : []));
  return stocked[Math.floor(random() * stocked.length)];
}

/**
 * Shards whose seats are deleted concurrently: 20,000 seats take seconds, without overloading the
 * table.
 */
const MAX_CONCURRENCY = 8;

/**
 * Deletes all seats of a show that is already removed, so no seats can be added any more: 1 write
 * unit each. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE: some of the seats may have been deleted.
 */
export const removeSeats = (store: Store<'seats'>, show: ShardedShow): Promise<void> =>
  forEachConcurrently(seatShardKeys(show), MAX_CONCURRENCY, (shard) =>
    deleteSeatsOfShard(store, shard),
  );

async function deleteSeatsOfShard(store: Store<'seats'>, shard: string): Promise<void> {
  const pages = queryPages(store, "list the show's seats", {
    TableName: store.tables.seats,
    KeyConditionExpression: 'seatBucket = :shard',
    ExpressionAttributeValues: { ':shard': shard },
    ProjectionExpression: 'seatBucket, seatId',
    ConsistentRead: true,
  });
  for await (const page of pages) {
    const writes = page.map((Key) => ({ DeleteRequest: { Key } }));
    await writeItems(store, store.tables.seats, writes, 'remove the seats');
  }
}
