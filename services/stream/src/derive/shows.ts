import { EVENT_VERSION, type EventDetail, type WillcallEvent } from '@willcall/contracts';
import type { ShowRecordChange } from '../read-change.ts';
import { eventId, showChangedAt, showFields, zoneOf } from './event-fields.ts';
import { priceChangeInitiated, priceChangeProcessed } from './price-changes.ts';

/** The events of a show change. A removed show has none. @throws StreamError UNREADABLE_RECORD */
export const showEvents = (change: ShowRecordChange): WillcallEvent[] =>
  change.after?.removedAt === undefined
    ? [
        ...showCreated(change),
        ...priceChangeInitiated(change),
        ...priceChangeProcessed(change),
        ...flyerAttached(change),
        ...showRescheduled(change),
        ...showDetailsChanged(change),
        ...showCancelled(change),
        ...showSoldOut(change),
        ...showBackOnSale(change),
      ]
    : [];

/** ShowCreated for a new show. */
function showCreated({ before, after }: ShowRecordChange): WillcallEvent[] {
  if (after === undefined || before !== undefined) return [];
  const { showId, name, venue, startsAt, price, capacity, createdAt, correlationId } = after;
  const detail: EventDetail<'ShowCreated'> = {
    eventId: eventId('ShowCreated', showId),
    version: EVENT_VERSION,
    occurredAt: createdAt,
    correlationId,
    ...{ showId, name, venue, startsAt, price, capacity },
    ...zoneOf(after),
  };
  return [{ type: 'ShowCreated', detail }];
}

/** FlyerAttached for a show with another flyer. Attaching an earlier flyer again is a new event. */
function flyerAttached({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.flyerUrl === undefined) return [];
  const { flyerUrl } = after;
  if (flyerUrl === before.flyerUrl) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = { ...showFields('FlyerAttached', after, at, flyerUrl, at), flyerUrl };
  return [{ type: 'FlyerAttached', detail }];
}

/** ShowRescheduled for a show with another start. Returning to an earlier start is a new event. */
function showRescheduled({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined || after.cancelledAt !== undefined) return [];
  const { venue, startsAt } = after;
  // Two notations can mean the same instant.
  if (Date.parse(before.startsAt) === Date.parse(startsAt)) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = {
    ...showFields('ShowRescheduled', after, at, startsAt, at),
    venue,
    previousStartsAt: before.startsAt,
    startsAt,
    ...zoneOf(after),
  };
  return [{ type: 'ShowRescheduled', detail }];
}

/** ShowDetailsChanged for a show with another name, venue or time zone. Returning to earlier ones is a new event. */
function showDetailsChanged({ before, after, recordedAt }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after === undefined || after.cancelledAt !== undefined) return [];
  const { name, venue, startsAt, timeZone } = after;
  const isSamePlace = venue === before.venue && timeZone === before.timeZone;
  if (name === before.name && isSamePlace) return [];
  const at = showChangedAt(before, after, recordedAt);
  const detail = {
    ...showFields(
      'ShowDetailsChanged',
      after,
      at,
      ...[name, venue, at, ...(timeZone === undefined ? [] : [timeZone])],
    ),
    previousShowName: before.name,
    venue,
    previousVenue: before.venue,
    startsAt,
    ...zoneOf(after),
    ...(before.timeZone === undefined ? {} : { previousTimeZone: before.timeZone }),
  };
  return [{ type: 'ShowDetailsChanged', detail }];
}

/** ShowCancelled for a cancelled show. It happens once, because a cancellation is final. */
function showCancelled({ before, after }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.cancelledAt === undefined) return [];
  if (before.cancelledAt !== undefined) return [];
  const { cancelledAt, venue, startsAt } = after;
  const detail = {
    ...showFields('ShowCancelled', after, cancelledAt),
    venue,
    startsAt,
    ...zoneOf(after),
  };
  return [{ type: 'ShowCancelled', detail }];
}

/**
 * ShowSoldOut for a show whose latch was set. `returns` counts the returns of tickets. The latch's condition
 * includes it, so the show and `returns` identify the sell-out.
 */
function showSoldOut({ before, after }: ShowRecordChange): WillcallEvent[] {
  if (before === undefined || after?.soldOutAt === undefined) return [];
  if (before.soldOutAt !== undefined || after.cancelledAt !== undefined) return [];
  const { soldOutAt, returns, capacity } = after;
  // A show without seats was never on sale.
  if (capacity === 0) return [];
  const detail = { ...showFields('ShowSoldOut', after, soldOutAt, returns), capacity };
  return [{ type: 'ShowSoldOut', detail }];
}

/**
 * ShowBackOnSale for a show whose latch was cleared, which only a return of tickets does. Returned tickets
 * of a cancelled show are not on sale. A show without seats was never announced as sold out.
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
