import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';

/**
 * ShowSoldOut: of a show whose latch was set. `returns` counts what brought tickets back, and the
 * latch is set on its condition, so that with the show it names this sell-out among all of them.
 */
export function showSoldOut({ before, after }: ShowChange): WillcallEvent[] {
  if (before === undefined || after?.soldOutAt === undefined) return [];
  if (before.soldOutAt !== undefined || after.cancelledAt !== undefined) return [];
  // Of a house that was never filled with seats there is nothing to sell.
  if (after.capacity === 0) return [];
  const detail: EventDetail<'ShowSoldOut'> = {
    eventId: eventId('ShowSoldOut', after.showId, after.returns),
    version: EVENT_VERSION,
    occurredAt: after.soldOutAt,
    correlationId: after.correlationId,
    showId: after.showId,
    showName: after.name,
    capacity: after.capacity,
  };
  return [{ type: 'ShowSoldOut', detail }];
}
