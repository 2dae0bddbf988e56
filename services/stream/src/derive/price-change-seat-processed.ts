import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { SeatChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { repricedSeat, seatPriceKey } from './price-change-of-seat.ts';
import { newStamp } from './price-change-stamp.ts';

/**
 * PriceChangeProcessed: of a seat that was stamped for another version of its own price.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
export function seatPriceChangeProcessed({
  before,
  after,
  recordedAt,
}: SeatChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  const stamp = newStamp(before, after);
  if (stamp === undefined) return [];
  const detail: EventDetail<'PriceChangeProcessed'> = {
    eventId: eventId('PriceChangeProcessed', ...seatPriceKey(after, stamp.priceVersion)),
    version: EVENT_VERSION,
    ...repricedSeat(after, recordedAt),
    ...stamp,
  };
  return [{ type: 'PriceChangeProcessed', detail }];
}
