import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowRecordChange } from '../read-change.ts';
import { eventId, showChangedAt, showFields } from './event-fields.ts';
import { priceChangeInitiated, priceChangeProcessed } from './price-changes.ts';

/** Every event that a change of a show tells: none once it is removed. @throws StreamError UNREADABLE_RECORD */
export const showEvents = (change: ShowRecordChange): WillcallEvent[] =>
  change.after?.removedAt === undefined
    ? [
        ...showCreated(change),
        ...priceChangeInitiated(change),
        ...priceChangeProcessed(change),
        ...flyerAttached(change),
        ...showRescheduled(change),
        ...showCancelled(change),
        ...showSoldOut(change),
        ...showBackOnSale(change),
      ]
    : [];

/** ShowCreated: of a show that was not there before. */
function showCreated({ before, after }: ShowRecordChange): WillcallEvent[] {
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

/** FlyerAttached: of a show that has another flyer. An earlier one that comes back is another time. */
function flyerAttached({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.flyerUrl === undefined) return [];
  const { flyerUrl } = after;
  if (flyerUrl === before.flyerUrl) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = { ...showFields('FlyerAttached', after, at, flyerUrl, at), flyerUrl };
  return [{ type: 'FlyerAttached', detail }];
}

/** ShowRescheduled: of a show that begins at another time. An earlier one that comes back is another change. */
function showRescheduled({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined || after.cancelledAt !== undefined) return [];
  const { venue, startsAt } = after;
  // Two texts may be the same time.
  if (Date.parse(before.startsAt) === Date.parse(startsAt)) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = {
    ...showFields('ShowRescheduled', after, at, startsAt, at),
    venue,
    previousStartsAt: before.startsAt,
    startsAt,
  };
  return [{ type: 'ShowRescheduled', detail }];
}

/** ShowCancelled: of a show that will not take place. Once: nothing takes that back. */
function showCancelled({ before, after }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.cancelledAt === undefined) return [];
  if (before.cancelledAt !== undefined) return [];
  const { cancelledAt, venue, startsAt } = after;
  const detail = { ...showFields('ShowCancelled', after, cancelledAt), venue, startsAt };
  return [{ type: 'ShowCancelled', detail }];
}

/**
 * ShowSoldOut: of a show whose latch was set. `returns` counts what brought tickets back, and the
 * latch is set on its condition, so that with the show it names this sell-out among all of them.
 */
function showSoldOut({ before, after }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.soldOutAt === undefined) return [];
  if (before.soldOutAt !== undefined || after.cancelledAt !== undefined) return [];
  const { soldOutAt, returns, capacity } = after;
  // Of a house that was never filled with seats there is nothing to sell.
  if (capacity === 0) return [];
  const detail = { ...showFields('ShowSoldOut', after, soldOutAt, returns), capacity };
  return [{ type: 'ShowSoldOut', detail }];
}

/**
 * ShowBackOnSale: of a show whose latch was cleared, which only a return of tickets does. What comes
 * back of a cancelled show is not on sale, and nobody was told of an empty house that it was sold out.
 */
function showBackOnSale({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before?.soldOutAt === undefined || before.capacity === 0) return [];
  if (after === undefined || after.soldOutAt !== undefined) return [];
  if (after.cancelledAt !== undefined) return [];
  const at = showChangedAt(before, after, recordedAt);
  return [
    { type: 'ShowBackOnSale', detail: showFields('ShowBackOnSale', after, at, after.returns) },
  ];
}
