import type { WillcallEvent } from '@willcall/contracts';
import { readChange } from '../read-change.ts';
import { purchaseItem, showItem, streamRecord } from '../stream-record.fixture.ts';
import { purchaseEvents } from './purchases.ts';
import { showEvents } from './shows.ts';

export type Item = Readonly<Record<string, unknown>>;

export function eventsOf(before: Item | undefined, after: Item | undefined): WillcallEvent[] {
  const change = readChange(streamRecord(before, after));
  if (change.kind === 'purchase') return purchaseEvents(change);
  if (change.kind === 'show') return showEvents(change);
  throw new Error(`This helper has no events of a ${change.kind}`);
}

export const typesOf = (before: Item | undefined, after: Item | undefined) =>
  eventsOf(before, after).map(({ type }) => type);

export const confirmed = purchaseItem;
const { total: _total, reminder: _reminder, card: _card, ...undecided } = purchaseItem;
export const rejected = { ...undecided, status: 'REJECTED', reason: 'SOLD_OUT' };
export const failed = { ...undecided, status: 'FAILED' };
export const cancelled = {
  ...purchaseItem,
  status: 'CANCELLED',
  cancelledAt: '2031-05-01T07:59:59.900Z',
};
export const held = {
  ...undecided,
  status: 'HELD',
  total: purchaseItem.total,
  holdUntil: '2031-05-01T08:10:00.000Z',
};
export const expired = { ...held, status: 'EXPIRED', expiredAt: '2031-05-01T08:10:02.000Z' };
const { showId: _showId, quantity: _quantity, ...unread } = undecided;
export const cancelledUnread = {
  ...unread,
  status: 'CANCELLED',
  cancelledAt: cancelled.cancelledAt,
};

export const show = showItem;
export const cheaper = {
  ...show,
  price: { amount: 1299, currency: 'EUR' },
  priceVersion: 1,
  updatedAt: '2031-04-01T10:00:00.000Z',
  correlationId: 'request-2',
};
export const stamped = {
  ...cheaper,
  previousPrice: show.price,
  discountPercentage: 18.76,
  isDiscounted: true,
  lastPriceChangeAt: '2031-04-01T10:00:00.000Z',
  stampedVersion: 1,
  updatedAt: '2031-04-01T10:00:01.000Z',
};
export const withFlyer = {
  ...show,
  flyerUrl: 'https://example.com/1.png',
  updatedAt: '2031-04-02T10:00:00.000Z',
};

export const moved = {
  ...show,
  startsAt: '2031-06-02T20:00:00Z',
  updatedAt: '2031-04-03T10:00:00.000Z',
  correlationId: 'request-3',
};
export const renamed = {
  ...show,
  name: 'Macbeth',
  venue: 'Rose',
  updatedAt: '2031-04-03T11:00:00.000Z',
  correlationId: 'request-6',
};
export const zoned = {
  ...show,
  timeZone: 'Europe/London',
  updatedAt: '2031-04-03T12:00:00.000Z',
  correlationId: 'request-7',
};
export const calledOff = {
  ...show,
  cancelledAt: '2031-04-04T10:00:00.000Z',
  updatedAt: '2031-04-04T10:00:00.000Z',
  correlationId: 'request-4',
};
export const soldOut = {
  ...show,
  soldOutAt: '2031-04-05T10:00:00.000Z',
  updatedAt: '2031-04-05T10:00:00.000Z',
  correlationId: 'order-8',
};
export const backOnSale = {
  ...show,
  returns: 1,
  updatedAt: '2031-04-06T10:00:00.000Z',
  correlationId: 'request-5',
};
export const removed = { ...show, removedAt: '2031-04-07T10:00:00.000Z' };
