import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { StreamError } from '../errors.ts';
import type { SeatChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { repricedSeat, seatPriceKey } from './price-change-of-seat.ts';
import { isSamePrice } from './price-change-same.ts';

/**
 * PriceChangeInitiated: of a seat whose own price differs. A seat that is made, removed, sold or free
 * again changes none, and one that is given the show's price for its own costs what it did.
 *
 * @throws StreamError UNREADABLE_RECORD when the change is not whole.
 */
export function seatPriceChangeInitiated({
  before,
  after,
  recordedAt,
}: SeatChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  if (isSamePrice(before.price, after.price)) return [];
  const { replacedPrice, priceVersion } = after;
  if (replacedPrice === undefined) {
    throw new StreamError('UNREADABLE_RECORD', 'The price of a seat was changed in part');
  }
  if (isSamePrice(replacedPrice, after.price)) return [];
  const detail: EventDetail<'PriceChangeInitiated'> = {
    eventId: eventId('PriceChangeInitiated', ...seatPriceKey(after, priceVersion)),
    version: EVENT_VERSION,
    ...repricedSeat(after, recordedAt),
    oldPrice: replacedPrice,
    priceVersion,
  };
  return [{ type: 'PriceChangeInitiated', detail }];
}
