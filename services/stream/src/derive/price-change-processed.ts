import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { newStamp } from './price-change-stamp.ts';
import { showChangedAt } from './show-changed-at.ts';

/**
 * PriceChangeProcessed: of a show that was stamped for another version of its price. The stamp is put
 * on the condition that the price is still the announced one, so the image holds both.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
export function priceChangeProcessed({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  const stamp = newStamp(before, after);
  if (stamp === undefined) return [];
  const detail: EventDetail<'PriceChangeProcessed'> = {
    eventId: eventId('PriceChangeProcessed', after.showId, stamp.priceVersion),
    version: EVENT_VERSION,
    occurredAt: showChangedAt(before, after, recordedAt),
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    newPrice: after.price,
    ...stamp,
  };
  return [{ type: 'PriceChangeProcessed', detail }];
}
