import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowChange } from '../record/change.ts';
import { eventId } from './event-id.ts';

/** ShowCreated: of a show that was not there before. */
export function showCreated({ before, after }: ShowChange): WillcallEvent[] {
  if (after === undefined || before !== undefined) return [];
  const { showId, name, venue, startsAt, price, capacity, createdAt, correlationId } = after;
  const detail: EventDetail<'ShowCreated'> = {
    eventId: eventId('ShowCreated', showId),
    version: EVENT_VERSION,
    occurredAt: createdAt,
    correlationId,
    ...{ showId, name, venue, startsAt, price, capacity },
  };
  return [{ type: 'ShowCreated', detail }];
}
