import { type PriceStamp, stampUpdate } from '../shows/stamp-price-change.ts';
import type { Store } from '../store.ts';
import { type UpdatedSeat, updateSeat } from './update-seat.ts';

/**
 * Stamps a change of a seat's own price on the seat while the price is still the one of that change,
 * once, free or sold by now. It makes no seat.
 *
 *     price 1 ── seat removed ── made again, price 1 ── stamp of the first ✗ (older than the seat)
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the stamp may then be made.
 */
export function stampSeatPriceChange(
  store: Store<'seats'>,
  show: { readonly showId: string; readonly buckets: number },
  { seatId, ...stamp }: PriceStamp & { readonly seatId: string },
): Promise<UpdatedSeat> {
  const update = stampUpdate(stamp);
  return updateSeat(
    store,
    'stamp the price change of the seat',
    { show, seatId },
    {
      ...update,
      // Both times are of the API's clock, in one spelling, and compare as text.
      ConditionExpression: `(${update.ConditionExpression}) AND createdAt <= :changedAt`,
    },
  );
}
