import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type BucketedShow, bucketKey, seatBuckets, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryPages, readRecord } from '../read-items.ts';
import { changeShowItem } from '../shows/update-show.ts';
import { type BucketCounters, readStock } from '../stock/read-stock.ts';
import { type RetrySeams, type TransactionAction, transact, untilSettled } from '../transact.ts';
import { writeItems } from '../write-items.ts';
import { readSeat, type SeatOrigin } from './seat-record.ts';

export type RemovedSeat = 'removed' | 'sold' | 'no-such-seat' | 'no-such-show';

type SeatsStore = Store<'shows' | 'stock' | 'seats'>;

/**
 * Takes a free seat out of a show, in one transaction, so that free seats, stock and capacity agree at
 * every instant: 6 write units.
 *
 *     seat          exists, free     →  gone
 *     stock bucket  available ≥ 1    →  available − 1
 *     show          exists           →  capacity − 1
 *
 *     read free ── sold ── remove ✗ (the seat's condition) ── read sold: 'sold'
 *
 * @throws StoreError STORE_UNAVAILABLE: it may then be removed; RECORD_UNREADABLE, STOCK_MISSING
 */
export function removeSeat(
  store: SeatsStore,
  show: BucketedShow,
  seatId: string,
  removing: SeatOrigin & RetrySeams,
): Promise<RemovedSeat> {
  const { random = Math.random } = removing;
  return untilSettled<RemovedSeat>(
    'remove the seat',
    async () => {
      const seat = await readSeat(store, show, seatId);
      if (seat === undefined) return 'no-such-seat';
      if (seat.heldBy !== undefined) return 'sold';
      const bucket = someBucketWithStock(await readStock(store, show), random);
      // The buckets are read one beside the other: a free seat's ticket may just have moved.
      if (bucket === undefined) return 'again';
      const actions = removal(store, show, seatId, { ...removing, bucket });
      const outcome = await transact(store, 'remove the seat', actions, randomUUID());
      if (outcome.kind === 'committed') return 'removed';
      return outcome.reasons[0] === 'condition' ? 'no-such-show' : 'again';
    },
    removing,
  );
}

const removal = (
  store: SeatsStore,
  show: BucketedShow,
  seatId: string,
  { bucket, at, correlationId }: SeatOrigin & { readonly bucket: number },
): TransactionAction[] => [
  changeShowItem(store, show.showId, { adds: { capacity: -1 }, at, correlationId }),
  {
    Update: {
      TableName: store.tables.stock,
      Key: { bucketKey: bucketKey(show.showId, bucket) },
      UpdateExpression: 'SET available = available - :one',
      ConditionExpression: 'available >= :one',
      ExpressionAttributeValues: { ':one': 1 },
    },
  },
  {
    Delete: {
      TableName: store.tables.seats,
      Key: seatKey(show, seatId),
      ConditionExpression: 'attribute_exists(seatId) AND attribute_not_exists(heldBy)',
    },
  },
];

function someBucketWithStock(
  stock: readonly BucketCounters[],
  random: () => number,
): number | undefined {
  const stocked = stock.flatMap(({ available }, bucket) => (available > 0 ? [bucket] : []));
  return stocked[Math.floor(random() * stocked.length)];
}

const SeatKeys = z.array(z.object({ seatBucket: z.string(), seatId: z.string() }));

/** Seat buckets that are emptied side by side: 20,000 seats go in seconds, and no table is rushed. */
const AT_ONCE = 8;

/**
 * Deletes all seats of a show that is removed already, so that none is added any more: 1 write unit
 * each. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; some of the seats may then be gone.
 */
export async function removeSeats(store: Store<'seats'>, show: BucketedShow): Promise<void> {
  const waiting = seatBuckets(show).values();
  const emptyInTurn = async () => {
    for (const bucket of waiting) await emptyBucket(store, bucket);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, emptyInTurn));
}

async function emptyBucket(store: Store<'seats'>, bucket: string): Promise<void> {
  const pages = queryPages(store, "list the show's seats", {
    TableName: store.tables.seats,
    KeyConditionExpression: 'seatBucket = :bucket',
    ExpressionAttributeValues: { ':bucket': bucket },
    ProjectionExpression: 'seatBucket, seatId',
    ConsistentRead: true,
  });
  for await (const page of pages) {
    const seats = readRecord(SeatKeys, page, 'a seat');
    const writes = seats.map((Key) => ({ DeleteRequest: { Key } }));
    await writeItems(store, store.tables.seats, writes, 'remove the seats');
  }
}
