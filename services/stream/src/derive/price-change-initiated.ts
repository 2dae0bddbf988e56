import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { isSamePrice } from './price-change-same.ts';
import { showChangedAt } from './show-changed-at.ts';

/** PriceChangeInitiated: of a show whose price differs. What `pricing` stamps changes no price. */
export function priceChangeInitiated({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  if (isSamePrice(before.price, after.price)) return [];
  const detail: EventDetail<'PriceChangeInitiated'> = {
    eventId: eventId('PriceChangeInitiated', after.showId, after.priceVersion),
    version: EVENT_VERSION,
    occurredAt: showChangedAt(before, after, recordedAt),
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    oldPrice: before.price,
    newPrice: after.price,
    priceVersion: after.priceVersion,
  };
  return [{ type: 'PriceChangeInitiated', detail }];
}
