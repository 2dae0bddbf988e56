import type { Money } from '@willcall/contracts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { SeatRecord } from './seat-record.ts';
import { type UpdatedSeat, updateSeat } from './update-seat.ts';

export type SeatPriceChange = {
  /** In the show's currency. */
  readonly price: Money;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Gives a free seat a price of its own, if it is still as it was seen, and counts the change. What the
 * new price takes the place of stays on the record, for the stream to tell: its own, or the show's.
 *
 *     read price p ── another request sets q ── change(p → r) ✗ refused: read again, q → r is the change
 *     read free ── sold at p ── change(p → r) ✗ refused: read again, it is sold
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export function changeSeatPrice(
  store: Store<'seats'>,
  show: Pick<ShowRecord, 'showId' | 'buckets' | 'name' | 'price'>,
  seen: Pick<SeatRecord, 'seatId' | 'price' | 'priceVersion'>,
  { price, at, correlationId }: SeatPriceChange,
): Promise<UpdatedSeat> {
  const isFree = 'attribute_not_exists(heldBy)';
  const isAsSeen = seen.price === undefined ? 'attribute_not_exists(price)' : 'price = :seen';
  return updateSeat(
    store,
    'change the price of the seat',
    { show, seatId: seen.seatId },
    {
      UpdateExpression:
        'SET price = :price, priceVersion = :next, replacedPrice = :replaced, showName = :name, updatedAt = :at, correlationId = :request',
      // A price may come back to what it was: the version tells the two apart.
      ConditionExpression: `${isFree} AND ${isAsSeen} AND priceVersion = :version`,
      ExpressionAttributeValues: {
        ':price': price,
        ':version': seen.priceVersion,
        ':next': seen.priceVersion + 1,
        ':replaced': seen.price ?? show.price,
        ':name': show.name,
        ':at': at,
        ':request': correlationId,
        ...(seen.price === undefined ? {} : { ':seen': seen.price }),
      },
    },
  );
}
