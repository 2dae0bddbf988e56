import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { showChangedAt } from './show-changed-at.ts';

/** ShowRescheduled: of a show that begins at another time. An earlier one that comes back is another change. */
export function showRescheduled({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before === undefined || after === undefined || after.cancelledAt !== undefined) return [];
  // Two texts may be the same time.
  if (Date.parse(before.startsAt) === Date.parse(after.startsAt)) return [];
  const occurredAt = showChangedAt(before, after, recordedAt);
  const detail: EventDetail<'ShowRescheduled'> = {
    eventId: eventId('ShowRescheduled', after.showId, after.startsAt, occurredAt),
    version: EVENT_VERSION,
    occurredAt,
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    venue: after.venue,
    previousStartsAt: before.startsAt,
    startsAt: after.startsAt,
  };
  return [{ type: 'ShowRescheduled', detail }];
}
