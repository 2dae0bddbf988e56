import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import { StreamError } from '../errors.ts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { showChangedAt } from './show-changed-at.ts';

/**
 * PriceChangeProcessed: of a show that was stamped for another version of its price. The stamp is put
 * on the condition that the price is still the announced one, so the image holds both.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
export function priceChangeProcessed({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before === undefined || after === undefined) return [];
  const { stampedVersion, previousPrice, isDiscounted, lastPriceChangeAt } = after;
  if (stampedVersion === undefined || stampedVersion === before.stampedVersion) return [];
  if (
    previousPrice === undefined ||
    isDiscounted === undefined ||
    lastPriceChangeAt === undefined
  ) {
    throw new StreamError('UNREADABLE_RECORD', 'A price change was stamped in part');
  }
  const { discountPercentage } = after;
  const detail: EventDetail<'PriceChangeProcessed'> = {
    eventId: eventId('PriceChangeProcessed', after.showId, stampedVersion),
    version: EVENT_VERSION,
    occurredAt: showChangedAt(before, after, recordedAt),
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    oldPrice: previousPrice,
    newPrice: after.price,
    priceVersion: stampedVersion,
    previousPrice,
    ...(discountPercentage === undefined ? {} : { discountPercentage }),
    isDiscounted,
    lastPriceChangeAt,
  };
  return [{ type: 'PriceChangeProcessed', detail }];
}
