import type { ShowRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { showResource, sumStock } from './show-resource.ts';

const moment = '2031-05-01T08:00:00Z';
const now = new Date(moment);
const window = { saleOpensAt: moment, saleClosesAt: '2031-06-01T19:00:00Z' };

/** Every field of a show. A new field of the record must be listed here as public or not. */
const everything: Required<ShowRecord> = {
  ...hamlet,
  ...window,
  timeZone: 'Europe/London',
  paidSince: moment,
  openingPostponedAt: moment,
  postponedOpening: moment,
  maxTicketsPerBuyer: 4,
  onePurchaseAtATime: true,
  payment: 'PROVIDER',
  holdSeconds: 600,
  refundFee: 150,
  refundUntilSeconds: 86_400,
  allHeldUntil: moment,
  pausedAt: moment,
  resumedAt: moment,
  startMovedAt: moment,
  cancelledAt: moment,
  soldOutAt: moment,
  reminderLeadSeconds: 60,
  flyerUrl: 'https://flyers.example.com/hamlet.png',
  flyerOrder: '1',
  previousPrice: hamlet.price,
  discountPercentage: 10,
  isDiscounted: true,
  lastPriceChangeAt: moment,
  stampedVersion: 1,
  removedAt: moment,
  updatedAt: moment,
};

describe('the public view of a show', () => {
  it('has the public fields and no internal ones', () => {
    expect(Object.keys(showResource(everything, now)).toSorted()).toEqual([
      'cancelledAt',
      'capacity',
      'discountPercentage',
      'flyerUrl',
      'holdSeconds',
      'isDiscounted',
      'lastPriceChangeAt',
      'maxTicketsPerBuyer',
      'name',
      'notOnSaleReason',
      'onSale',
      'onePurchaseAtATime',
      'payment',
      'previousPrice',
      'price',
      'refundFee',
      'refundUntilSeconds',
      'reminderLeadSeconds',
      'saleClosesAt',
      'saleOpensAt',
      'seating',
      'showId',
      'soldOut',
      'startsAt',
      'timeZone',
      'venue',
    ]);
  });

  it('shows the rules of the sale', () => {
    expect(showResource(everything, now)).toMatchObject({
      ...window,
      seating: 'GENERAL',
      maxTicketsPerBuyer: 4,
      onePurchaseAtATime: true,
      cancelledAt: moment,
      soldOut: true,
    });
  });

  it('omits absent fields', () => {
    const silent = showResource(
      { ...hamlet, saleOpensAt: undefined, saleClosesAt: undefined },
      now,
    );
    expect(Object.keys(silent).toSorted()).toEqual([
      'capacity',
      'name',
      'onSale',
      'price',
      'seating',
      'showId',
      'startsAt',
      'venue',
    ]);
  });
});

describe('the sum of the stock', () => {
  it('adds up each counter over the shards', () => {
    const shards = [
      { available: 3, held: 0, sold: 1, revenue: 4500 },
      { available: 0, held: 0, sold: 4, revenue: 18_000 },
    ];
    expect(sumStock(shards)).toEqual({ available: 3, held: 0, sold: 5, revenue: 22_500 });
  });

  it('of no shards is zero', () => {
    expect(sumStock([])).toEqual({ available: 0, held: 0, sold: 0, revenue: 0 });
  });
});
