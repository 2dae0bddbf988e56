import { randomUUID } from 'node:crypto';
import { bucketKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { BucketCounters } from '../stock/bucket-record.ts';
import { readStock } from '../stock/read-stock.ts';
import type { Store } from '../store.ts';
import { type TransactionAction, transact } from '../transact.ts';
import { type RetrySeams, untilSettled } from '../until-settled.ts';
import type { SeatOrigin } from './new-seat.ts';
import { readSeat } from './read-seat.ts';
import { seatKey } from './seat-keys.ts';

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
  show: Pick<ShowRecord, 'showId' | 'buckets'>,
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
  { tables }: SeatsStore,
  show: Pick<ShowRecord, 'showId' | 'buckets'>,
  seatId: string,
  { bucket, at, correlationId }: SeatOrigin & { readonly bucket: number },
): TransactionAction[] => [
  {
    Update: {
      TableName: tables.shows,
      Key: { showId: show.showId },
      UpdateExpression:
        'SET #capacity = #capacity - :one, updatedAt = :at, correlationId = :request',
      ConditionExpression: 'attribute_exists(showId) AND attribute_not_exists(removedAt)',
      // A reserved word of DynamoDB.
      ExpressionAttributeNames: { '#capacity': 'capacity' },
      ExpressionAttributeValues: { ':one': 1, ':at': at, ':request': correlationId },
    },
  },
  {
    Update: {
      TableName: tables.stock,
      Key: { bucketKey: bucketKey(show.showId, bucket) },
      UpdateExpression: 'SET available = available - :one',
      ConditionExpression: 'available >= :one',
      ExpressionAttributeValues: { ':one': 1 },
    },
  },
  {
    Delete: {
      TableName: tables.seats,
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
