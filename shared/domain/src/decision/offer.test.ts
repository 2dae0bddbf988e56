import type { RejectionReason } from '@willcall/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type ShowOnSale } from './judge.ts';
import { describeOffer, describeStockOffer } from './offer.ts';

const at = '2031-05-01T08:00:00Z';
const before = '2031-05-01T07:59:59Z';
const after = '2031-05-01T08:00:01Z';
const show = {
  price: { amount: 4500, currency: 'EUR' },
  startsAt: '2031-06-01T20:00:00Z',
  capacity: 10,
  onSale: true,
};

describe('the offer of a show', () => {
  it.each<[string, Partial<ShowOnSale> & { capacity?: number }, number, object]>([
    ['on sale', {}, 3, { onSale: true, available: 3 }],
    ['that opens now', { saleOpensAt: at }, 3, { onSale: true, available: 3 }],
    ['that opens later', { saleOpensAt: after }, 3, no('SALE_NOT_OPEN', 3)],
    ['that is paused', { onSale: false, pausedAt: before }, 3, no('SALE_PAUSED', 3)],
    ['that was never on sale', { onSale: false }, 3, no('SALE_PAUSED', 3)],
    ['that resumed', { pausedAt: before, resumedAt: at }, 3, { onSale: true, available: 3 }],
    ['whose sale closes now', { saleClosesAt: at }, 3, no('SALE_CLOSED', 0)],
    ['that begins now', { startsAt: at }, 3, no('SALE_CLOSED', 0)],
    [
      'that has begun and still sells',
      { startsAt: before, saleClosesAt: after },
      3,
      { onSale: true, available: 3 },
    ],
    ['that is cancelled', { cancelledAt: before }, 3, no('SHOW_CANCELLED', 0)],
    [
      'that is cancelled, paused, closed and sold out',
      { cancelledAt: before, onSale: false, saleClosesAt: before, soldOutAt: before },
      0,
      no('SHOW_CANCELLED', 0),
    ],
    ['without tickets left', {}, 0, no('SOLD_OUT', 0)],
    ['that is latched as sold out, with stock left', { soldOutAt: before }, 9, no('SOLD_OUT', 0)],
    ['without tickets left, and paused', { onSale: false }, 0, no('SALE_PAUSED', 0)],
    ['whose seats are still to be added', { capacity: 0 }, 0, no('SEAT_UNKNOWN', 0)],
    [
      'whose seats are still to be added before the sale',
      { capacity: 0, saleOpensAt: after },
      0,
      no('SALE_NOT_OPEN', 0),
    ],
  ])('%s', (_, more, left, offer) => {
    expect(
      describeStockOffer({ ...show, ...more }, at, { available: left, held: 0 }),
    ).toMatchObject(offer);
  });

  it.each<[string, Partial<ShowOnSale>, { available: number; held: number }, object]>([
    ['holds its last tickets for others', {}, { available: 0, held: 2 }, no('ALL_HELD', 0)],
    [
      'is marked as all held',
      { allHeldUntil: after },
      { available: 1, held: 2 },
      no('ALL_HELD', 1),
    ],
    ['was marked before', { allHeldUntil: at }, { available: 1, held: 2 }, { onSale: true }],
    [
      'is sold out, marked or not',
      { soldOutAt: before, allHeldUntil: after },
      { available: 0, held: 0 },
      no('SOLD_OUT', 0),
    ],
  ])('%s', (_, more, stock, offer) => {
    expect(describeStockOffer({ ...show, ...more }, at, stock)).toMatchObject(offer);
  });

  it('of a show that is marked as all held says so without its stock', () => {
    expect(describeOffer({ ...show, allHeldUntil: after }, at)).toStrictEqual({
      onSale: false,
      notOnSaleReason: 'ALL_HELD',
    });
  });

  it.each<[string, Partial<ShowOnSale> & { capacity?: number }, object]>([
    ['is on sale', {}, { onSale: true }],
    [
      'is sold out under the latch',
      { soldOutAt: before },
      { onSale: false, notOnSaleReason: 'SOLD_OUT' },
    ],
    ['has no seats yet', { capacity: 0 }, { onSale: false, notOnSaleReason: 'SEAT_UNKNOWN' }],
  ])('%s if its stock is unknown, and says nothing about tickets', (_, more, offer) => {
    expect(describeOffer({ ...show, ...more }, at)).toStrictEqual(offer);
  });

  it('is on sale exactly if a purchase of this moment is not refused, for the same reason', () => {
    const moment = fc.constantFrom(before, at, after, undefined);
    const anyShow = fc.record({
      onSale: fc.boolean(),
      pausedAt: moment,
      resumedAt: moment,
      saleOpensAt: moment,
      saleClosesAt: moment,
      cancelledAt: moment,
      startsAt: fc.constantFrom(before, at, after),
    });
    fc.assert(
      fc.property(anyShow, (some) => {
        const purchase = { userId: 'ana', quantity: 1, requestedAt: at, hasCard: true };
        const reason = judge({ ...show, ...some }, purchase);
        const offer = describeStockOffer({ ...show, ...some }, at, { available: 5, held: 0 });
        expect(describeOffer({ ...show, ...some }, at)).toEqual({ ...offer, available: undefined });
        expect(offer.notOnSaleReason).toBe(reason);
        expect(offer.onSale).toBe(reason === undefined);
      }),
    );
  });
});

function no(notOnSaleReason: RejectionReason, available: number) {
  return { onSale: false, notOnSaleReason, available };
}
