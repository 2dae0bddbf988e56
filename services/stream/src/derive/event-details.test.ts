import { computeTicketIds } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { purchaseItem, RECORDED_AT } from '../stream-record.fixture.ts';
import {
  backOnSale,
  calledOff,
  cancelled,
  cancelledUnread,
  cheaper,
  confirmed,
  eventsOf,
  failed,
  moved,
  rejected,
  renamed,
  show,
  soldOut,
  stamped,
  withFlyer,
  zoned,
} from './changes.fixture.ts';

describe('the detail of', () => {
  const common = { eventId: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/), version: 1 };
  const purchase = {
    ...common,
    correlationId: 'order-7',
    purchaseId: purchaseItem.purchaseId,
    userId: 'alice',
    showId: 'hamlet',
    quantity: 2,
    requestedAt: purchaseItem.requestedAt,
    decidedAt: purchaseItem.decidedAt,
    occurredAt: purchaseItem.decidedAt,
  };
  const priceChange = {
    ...common,
    correlationId: 'request-2',
    showId: 'hamlet',
    showName: 'Hamlet',
    oldPrice: { amount: 1599, currency: 'EUR' },
    newPrice: { amount: 1299, currency: 'EUR' },
    priceVersion: 1,
  };
  it.each([
    [
      'PurchaseConfirmed',
      undefined,
      confirmed,
      {
        ...purchase,
        ticketIds: computeTicketIds('alice', 'AZaz09-_AZaz09-_', 2),
        total: { amount: 3198, currency: 'EUR' },
      },
    ],
    ['PurchaseRejected', undefined, rejected, { ...purchase, reason: 'SOLD_OUT' }],
    ['PurchaseFailed', undefined, failed, purchase],
    ['PurchaseCancelled', confirmed, cancelled, { ...purchase, occurredAt: cancelled.cancelledAt }],
    [
      'PurchaseCancelled',
      undefined,
      cancelledUnread,
      {
        ...common,
        correlationId: 'order-7',
        purchaseId: purchaseItem.purchaseId,
        userId: 'alice',
        requestedAt: purchaseItem.requestedAt,
        decidedAt: purchaseItem.decidedAt,
        occurredAt: cancelled.cancelledAt,
      },
    ],
    [
      'ShowCreated',
      undefined,
      show,
      {
        ...common,
        occurredAt: show.createdAt,
        correlationId: 'request-1',
        showId: 'hamlet',
        name: 'Hamlet',
        venue: 'Globe',
        startsAt: show.startsAt,
        price: show.price,
        capacity: 100,
      },
    ],
    ['PriceChangeInitiated', show, cheaper, { ...priceChange, occurredAt: cheaper.updatedAt }],
    [
      'PriceChangeProcessed',
      cheaper,
      stamped,
      {
        ...priceChange,
        occurredAt: stamped.updatedAt,
        previousPrice: show.price,
        discountPercentage: 18.76,
        isDiscounted: true,
        lastPriceChangeAt: stamped.lastPriceChangeAt,
      },
    ],
    [
      'FlyerAttached',
      show,
      withFlyer,
      {
        ...common,
        occurredAt: withFlyer.updatedAt,
        correlationId: 'request-1',
        showId: 'hamlet',
        showName: 'Hamlet',
        flyerUrl: withFlyer.flyerUrl,
      },
    ],
    [
      'ShowRescheduled',
      show,
      moved,
      {
        ...common,
        occurredAt: moved.updatedAt,
        correlationId: 'request-3',
        showId: 'hamlet',
        showName: 'Hamlet',
        venue: 'Globe',
        previousStartsAt: show.startsAt,
        startsAt: moved.startsAt,
      },
    ],
    [
      'ShowDetailsChanged',
      show,
      renamed,
      {
        ...common,
        occurredAt: renamed.updatedAt,
        correlationId: 'request-6',
        showId: 'hamlet',
        showName: 'Macbeth',
        previousShowName: 'Hamlet',
        venue: 'Rose',
        previousVenue: 'Globe',
        startsAt: show.startsAt,
      },
    ],
    [
      'ShowDetailsChanged',
      zoned,
      { ...renamed, timeZone: 'Europe/Madrid' },
      {
        ...common,
        occurredAt: renamed.updatedAt,
        correlationId: 'request-6',
        showId: 'hamlet',
        showName: 'Macbeth',
        previousShowName: 'Hamlet',
        venue: 'Rose',
        previousVenue: 'Globe',
        startsAt: show.startsAt,
        timeZone: 'Europe/Madrid',
        previousTimeZone: 'Europe/London',
      },
    ],
    [
      'ShowCreated',
      undefined,
      zoned,
      {
        ...common,
        occurredAt: show.createdAt,
        correlationId: 'request-7',
        showId: 'hamlet',
        name: 'Hamlet',
        venue: 'Globe',
        startsAt: show.startsAt,
        timeZone: 'Europe/London',
        price: show.price,
        capacity: 100,
      },
    ],
    [
      'ShowCancelled',
      show,
      calledOff,
      {
        ...common,
        occurredAt: calledOff.cancelledAt,
        correlationId: 'request-4',
        showId: 'hamlet',
        showName: 'Hamlet',
        venue: 'Globe',
        startsAt: show.startsAt,
      },
    ],
    [
      'ShowSoldOut',
      show,
      soldOut,
      {
        ...common,
        occurredAt: soldOut.soldOutAt,
        correlationId: 'order-8',
        showId: 'hamlet',
        showName: 'Hamlet',
        capacity: 100,
      },
    ],
    [
      'ShowBackOnSale',
      soldOut,
      backOnSale,
      {
        ...common,
        occurredAt: backOnSale.updatedAt,
        correlationId: 'request-5',
        showId: 'hamlet',
        showName: 'Hamlet',
      },
    ],
  ])('%s has exactly the documented fields', (type, before, after, detail) => {
    expect(eventsOf(before, after)).toEqual([{ type, detail }]);
  });

  it('a processed price increase has no discount', () => {
    const { discountPercentage: _none, ...rise } = { ...stamped, isDiscounted: false };
    expect(eventsOf(cheaper, rise)[0]?.detail).not.toHaveProperty('discountPercentage');
  });

  it('a change without a time has the time of its record', () => {
    const { updatedAt: _, ...untold } = cheaper;
    expect(eventsOf(show, untold)[0]?.detail.occurredAt).toBe(RECORDED_AT);
  });
});
