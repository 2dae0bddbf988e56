import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';
import { showChangedAt } from './show-changed-at.ts';

/** FlyerAttached: of a show that has another flyer. An earlier one that comes back is another time. */
export function flyerAttached({ before, after, recordedAt }: ShowChange): WillcallEvent[] {
  if (before === undefined || after?.flyerUrl === undefined) return [];
  if (after.flyerUrl === before.flyerUrl) return [];
  const occurredAt = showChangedAt(before, after, recordedAt);
  const detail: EventDetail<'FlyerAttached'> = {
    eventId: eventId('FlyerAttached', after.showId, after.flyerUrl, occurredAt),
    version: EVENT_VERSION,
    occurredAt,
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    flyerUrl: after.flyerUrl,
  };
  return [{ type: 'FlyerAttached', detail }];
}
