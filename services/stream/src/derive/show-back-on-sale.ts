import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { showChangedAt } from './show-changed-at.ts';

/**
 * ShowBackOnSale: of a show whose latch was cleared, which only a return of tickets does. What comes
 * back of a cancelled show is not on sale, and nobody was told of an empty house that it was sold out.
 */
export function showBackOnSale({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before?.soldOutAt === undefined || before.capacity === 0) return [];
  if (after === undefined || after.soldOutAt !== undefined) return [];
  if (after.cancelledAt !== undefined) return [];
  const detail: EventDetail<'ShowBackOnSale'> = {
    eventId: eventId('ShowBackOnSale', after.showId, after.returns),
    version: EVENT_VERSION,
    occurredAt: showChangedAt(before, after, recordedAt),
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
  };
  return [{ type: 'ShowBackOnSale', detail }];
}
