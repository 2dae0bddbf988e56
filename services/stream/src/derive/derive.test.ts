import { computeTicketIds } from '@willcall/domain';
import { prepareEvent } from '@willcall/messaging';
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
  removed,
  show,
  soldOut,
  stamped,
  typesOf,
  withFlyer,
} from './changes.fixture.ts';

describe('a change of a record gives', () => {
  it.each([
    [
      'PurchaseConfirmed, when it is created as confirmed',
      undefined,
      confirmed,
      ['PurchaseConfirmed'],
    ],
    ['PurchaseRejected, when it is created as rejected', undefined, rejected, ['PurchaseRejected']],
    ['PurchaseFailed, when it is created as failed', undefined, failed, ['PurchaseFailed']],
    ['PurchaseConfirmed, when its status changes to it', failed, confirmed, ['PurchaseConfirmed']],
    ['PurchaseCancelled, when it was confirmed', confirmed, cancelled, ['PurchaseCancelled']],
    ['PurchaseCancelled, when it was undecided', undefined, cancelledUnread, ['PurchaseCancelled']],
    ['nothing, when it was already cancelled', cancelled, { ...cancelled, erasedAt: 'x' }, []],
    ['nothing, when its holder changes', confirmed, { ...confirmed, holder: {} }, []],
    [
      'nothing, when its lead changes',
      confirmed,
      { ...confirmed, reminder: '2031-05-31T19:00#7' },
      [],
    ],
    ['nothing, when a cancelled one is erased', cancelled, { ...cancelled, holder: undefined }, []],
    ['nothing, when a purchase is removed', confirmed, undefined, []],
    ['ShowCreated, when a show is created', undefined, show, ['ShowCreated']],
    ['PriceChangeInitiated, when the price falls', show, cheaper, ['PriceChangeInitiated']],
    [
      'PriceChangeProcessed, when the change is stamped',
      cheaper,
      stamped,
      ['PriceChangeProcessed'],
    ],
    ['FlyerAttached, when a flyer is added', show, withFlyer, ['FlyerAttached']],
    [
      'FlyerAttached, when the flyer is replaced',
      withFlyer,
      { ...withFlyer, flyerUrl: 'https://example.com/2.png' },
      ['FlyerAttached'],
    ],
    ['nothing, when the flyer is removed', withFlyer, show, []],
    ['nothing, when the sale is paused', show, { ...show, onSale: false }, []],
    ['nothing, when a show is deleted', show, undefined, []],
    ['ShowRescheduled, when it starts at another time', show, moved, ['ShowRescheduled']],
    [
      'nothing, when the same start is written in another notation',
      show,
      { ...show, startsAt: '2031-06-01T20:00:00.000Z' },
      [],
    ],
    [
      'ShowDetailsChanged, when its name changes',
      show,
      { ...show, name: 'Macbeth' },
      ['ShowDetailsChanged'],
    ],
    [
      'ShowDetailsChanged, when its venue changes',
      show,
      { ...show, venue: 'Rose' },
      ['ShowDetailsChanged'],
    ],
    [
      'both, when its venue and its start change',
      show,
      { ...moved, venue: 'Rose' },
      ['ShowRescheduled', 'ShowDetailsChanged'],
    ],
    ['ShowCancelled, when a show is cancelled', show, calledOff, ['ShowCancelled']],
    ['nothing, when a cancelled show is changed', calledOff, { ...calledOff, returns: 1 }, []],
    [
      'nothing, when a cancelled show is rescheduled',
      calledOff,
      { ...moved, ...calledOff, startsAt: moved.startsAt },
      [],
    ],
    ['ShowSoldOut, when the latch is set', show, soldOut, ['ShowSoldOut']],
    ['nothing, when it is changed under the latch', soldOut, { ...soldOut, onSale: false }, []],
    ['ShowBackOnSale, when the latch is cleared', soldOut, backOnSale, ['ShowBackOnSale']],
    ['nothing, when tickets return without a latch', show, backOnSale, []],
    [
      'only ShowCancelled, when a sold-out show is cancelled',
      soldOut,
      { ...soldOut, cancelledAt: calledOff.cancelledAt },
      ['ShowCancelled'],
    ],
    [
      'nothing, when tickets of a cancelled show are returned',
      { ...soldOut, cancelledAt: calledOff.cancelledAt },
      { ...calledOff, returns: 1 },
      [],
    ],
    ['nothing, when a cancelled show is latched', calledOff, { ...calledOff, ...soldOut }, []],
    [
      'nothing, when a show without seats is latched',
      { ...show, capacity: 0 },
      { ...soldOut, capacity: 0 },
      [],
    ],
    ['nothing, when a show is removed', show, removed, []],
    ['nothing, whatever else the removal changes', soldOut, { ...moved, ...removed }, []],
    [
      'nothing, when a removed show is changed',
      removed,
      { ...cheaper, ...removed, price: cheaper.price },
      [],
    ],
    [
      'both events, when price and flyer change together',
      show,
      { ...cheaper, flyerUrl: 'https://example.com/1.png' },
      ['PriceChangeInitiated', 'FlyerAttached'],
    ],
  ])('%s', (_, before, after, types) => {
    expect(typesOf(before, after)).toEqual(types);
    for (const event of eventsOf(before, after)) expect(() => prepareEvent(event)).not.toThrow();
  });
});

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
