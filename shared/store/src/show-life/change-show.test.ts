import { describe, expect, it } from 'vitest';
import type { ShowRecord } from '../shows/show-record.ts';
import { planShowChange } from './change-show.ts';

const show: ShowRecord = {
  showId: 'HamletHamletHaml',
  name: 'Hamlet',
  venue: 'Globe',
  startsAt: '2031-06-01T20:00:00Z',
  price: { amount: 4500, currency: 'EUR' },
  seating: 'GENERAL',
  capacity: 100,
  buckets: 1,
  onSale: true,
  saleOpensAt: '2031-05-01T08:00:00Z',
  returns: 0,
  priceVersion: 3,
  createdAt: '2031-01-01T00:00:00.000Z',
  correlationId: 'order-7',
};
const at = '2031-02-01T00:00:00.000Z';
const by = { at, correlationId: 'order-8' };
/** Fields that every change sets. */
const notCancelled = { cancelledAt: undefined };

describe('a change of a show', () => {
  it('replaces the name and the venue that were read', () => {
    expect(planShowChange(show, { name: 'Macbeth', venue: 'Rose', ...by })).toEqual({
      sets: { name: 'Macbeth', venue: 'Rose' },
      removes: [],
      seen: { name: 'Hamlet', venue: 'Globe', ...notCancelled },
    });
  });

  it('replaces or removes the time zone that was read', () => {
    expect(planShowChange(show, { timeZone: 'Europe/London', ...by })).toEqual({
      sets: { timeZone: 'Europe/London' },
      removes: [],
      seen: { timeZone: undefined, ...notCancelled },
    });
    const zoned = { ...show, timeZone: 'Europe/London' };
    expect(planShowChange(zoned, { timeZone: null, ...by })).toEqual({
      sets: {},
      removes: ['timeZone'],
      seen: { timeZone: 'Europe/London', ...notCancelled },
    });
  });

  it('increments the price version that was read', () => {
    const price = { amount: 1, currency: 'EUR' };
    expect(planShowChange(show, { price, ...by })).toEqual({
      sets: { price, priceVersion: 4 },
      removes: [],
      seen: { price: show.price, priceVersion: 3, ...notCancelled },
    });
  });

  it.each([
    ['pauses', false, { onSale: false, pausedAt: at }],
    ['resumes', true, { onSale: true, resumedAt: at }],
  ])('that %s the sale records the time', (_, onSale, sets) => {
    const seen = { onSale: !onSale, ...notCancelled };
    const change = planShowChange({ ...show, onSale: !onSale }, { onSale, ...by });
    expect(change).toEqual({ sets, removes: [], seen });
  });

  it('moves the show in the lists, and requires that the sale window is unchanged', () => {
    const startsAt = '2032-01-31T20:00:00Z';
    expect(planShowChange(show, { startsAt, saleOpensAt: null, ...by })).toEqual({
      sets: {
        startsAt,
        startMonth: '2032-01',
        startKey: '2032-01-31T20:00:00.000Z#HamletHamletHaml',
        startMovedAt: by.at,
      },
      removes: ['saleOpensAt'],
      seen: {
        startsAt: show.startsAt,
        saleOpensAt: show.saleOpensAt,
        saleClosesAt: undefined,
        ...notCancelled,
      },
    });
  });

  it.each([
    ['the opening', '2031-01-02T08:00:00.000Z'],
    ['the creation of the show, if it opened then', undefined],
  ])('records the postponement of an open sale, and %s', (_, saleOpensAt) => {
    const open = { ...show, saleOpensAt };
    const at = '2031-01-03T08:00:00.000Z';
    const later = '2031-05-02T08:00:00Z';
    expect(planShowChange(open, { saleOpensAt: later, ...by, at }).sets).toEqual({
      saleOpensAt: later,
      openingPostponedAt: at,
      postponedOpening: saleOpensAt ?? show.createdAt,
    });
  });

  it('does not record the postponement of a sale that has not opened', () => {
    const at = '2031-01-03T08:00:00.000Z';
    const [opening, later] = ['2031-05-01T08:00:00Z', '2031-05-02T08:00:00Z'];
    const { sets } = planShowChange(
      { ...show, saleOpensAt: opening },
      { saleOpensAt: later, ...by, at },
    );
    expect(sets).toEqual({ saleOpensAt: later });
  });

  it('replaces the capacity that was read', () => {
    expect(planShowChange(show, { capacity: { to: 120, stock: [] }, ...by })).toEqual({
      sets: { capacity: 120 },
      removes: [],
      seen: { capacity: 100, ...notCancelled },
    });
  });
});
