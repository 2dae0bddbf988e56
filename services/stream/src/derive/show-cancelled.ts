import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';

/** ShowCancelled: of a show that will not take place. Once: nothing takes that back. */
export function showCancelled({ before, after }: ShowChange): WillcallEvent[] {
  if (before === undefined || after?.cancelledAt === undefined) return [];
  if (before.cancelledAt !== undefined) return [];
  const detail: EventDetail<'ShowCancelled'> = {
    eventId: eventId('ShowCancelled', after.showId),
    version: EVENT_VERSION,
    occurredAt: after.cancelledAt,
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    venue: after.venue,
    startsAt: after.startsAt,
  };
  return [{ type: 'ShowCancelled', detail }];
}
