import { EVENT_VERSION, type EventDetail, type EventType } from './event-types.ts';

/** Typed so that it stays a literal when it is spread. */
const version: typeof EVENT_VERSION = EVENT_VERSION;

const purchase = {
  purchaseId: 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D',
  userId: 'alice',
  showId: 'gT4vXo1sKd9Qe2Lb',
  quantity: 2,
  requestedAt: '2031-05-01T08:00:00.000Z',
  decidedAt: '2031-05-01T08:00:00.120Z',
};

const purchaseEventFields = (eventId: string) => ({
  eventId,
  version,
  occurredAt: purchase.decidedAt,
  correlationId: 'f0ca3fc0-8016-4d07-8590-4108f99f0a2b',
  ...purchase,
});

const show = { showId: purchase.showId, showName: 'Hamlet' };
const venueAndStart = {
  venue: 'The Globe',
  startsAt: '2031-06-01T20:00:00Z',
  timeZone: 'Europe/London',
};
const euro = (amount: number) => ({ amount, currency: 'EUR' });

const showEventFields = (eventId: string, occurredAt: string) => ({
  eventId,
  version,
  occurredAt,
  correlationId: '5d1e8b7a-63c4-4f0e-9a52-c07d1b9e2f36',
});

const priceChange = { ...show, oldPrice: euro(1_599), newPrice: euro(1_299), priceVersion: 1 };

/** The example of each event in the catalogue. */
export const eventExamples: { readonly [T in EventType]: EventDetail<T> } = {
  PurchaseHeld: {
    ...purchaseEventFields('w4TzL1kHq8RnV6yXe3BcJg'),
    total: euro(3_198),
    holdUntil: '2031-05-01T08:10:00.120Z',
  },
  HoldExpired: {
    ...purchaseEventFields('b9QmD2sWf5KjY7uPx0ZaNA'),
    occurredAt: '2031-05-01T08:10:04.000Z',
    holdUntil: '2031-05-01T08:10:00.120Z',
  },
  PurchaseConfirmed: {
    ...purchaseEventFields('vN3kq0sYt7WmA1xZc8RbEg'),
    ticketIds: ['ou6cgdfWgwdYi10G', 'Zk3vR9xTqLw0s7Pd'],
    total: euro(3_198),
  },
  PurchaseRejected: { ...purchaseEventFields('o2LfU9hJd6TnB4yXw1KpMQ'), reason: 'SOLD_OUT' },
  PurchaseFailed: purchaseEventFields('a8SgC5rVz3HjN0uEi7DoYw'),
  PurchaseCancelled: {
    ...purchaseEventFields('k1XmP6bQe9ZtF2wLs4GvRA'),
    occurredAt: '2031-05-02T10:15:00.000Z',
  },
  ShowCreated: {
    ...showEventFields('f5JyW8nOa2KcT7pBq3MhUg', '2031-04-01T09:00:00.000Z'),
    showId: show.showId,
    name: show.showName,
    ...venueAndStart,
    price: euro(1_599),
    capacity: 500,
  },
  ShowRescheduled: {
    ...showEventFields('R4mWc8eXs2KdVq0bTz6LyA', '2031-05-12T09:00:00.000Z'),
    ...show,
    ...venueAndStart,
    previousStartsAt: '2031-05-31T20:00:00Z',
  },
  ShowDetailsChanged: {
    ...showEventFields('Mb3xTq9LrW5nZs1KfYc7Dg', '2031-05-14T09:00:00.000Z'),
    ...show,
    previousShowName: 'Hamlte',
    ...venueAndStart,
    previousVenue: 'The Rose',
    previousTimeZone: 'Europe/London',
  },
  ShowCancelled: {
    ...showEventFields('Xc1nGh5uPb9ZtJ3wQe7RkM', '2031-05-20T09:00:00.000Z'),
    ...show,
    ...venueAndStart,
  },
  ShowSoldOut: {
    ...showEventFields('Ho6vLd2yBf8NsU4aKi0CxE', '2031-05-01T08:02:11.300Z'),
    ...show,
    capacity: 800,
  },
  ShowBackOnSale: {
    ...showEventFields('Yj7zTq3mEw1OgS5pVr9DlI', '2031-05-03T17:40:02.000Z'),
    ...show,
  },
  PriceChangeInitiated: {
    ...showEventFields('z4RdH7vSx1EgL9iYo6QtNw', '2031-05-03T12:00:00.000Z'),
    ...priceChange,
  },
  PriceChangeProcessed: {
    ...showEventFields('c9TuM3wKf8PbJ5aVr0XnDQ', '2031-05-03T12:00:00.400Z'),
    ...priceChange,
    previousPrice: euro(1_599),
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: '2031-05-03T12:00:00.000Z',
  },
  FlyerAttached: {
    ...showEventFields('y6BhO1qGz4SkW7eCm2LxIg', '2031-04-02T09:30:00.000Z'),
    ...show,
    flyerUrl: 'https://flyers.example.com/gT4vXo1sKd9Qe2Lb/hamlet.png',
  },
  ReminderDue: {
    ...showEventFields('h2NcV5jRy8UaX0dTf9ZsKw', '2031-05-31T20:00:12.000Z'),
    purchaseId: purchase.purchaseId,
    userId: purchase.userId,
    ...show,
    ...venueAndStart,
    tickets: purchase.quantity,
    dueAt: '2031-05-31T20:00:00.000Z',
    lateBySeconds: 12,
  },
};
