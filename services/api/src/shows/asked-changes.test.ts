import type { ShowChange } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { askedChanges } from './change-show.ts';

const opens = '2031-05-01T08:00:00Z';

describe('what a request changes of a show', () => {
  it.each<[string, ShowChange]>([
    ['the price it has', { price: { ...hamlet.price } }],
    ['the pause it is not in', { onSale: true }],
    ['the capacity it has', { capacity: hamlet.capacity }],
    ['its start, spelt otherwise', { startsAt: '2031-06-01T20:00:00.000Z' }],
    ['no opening, where it has none', { saleOpensAt: null, saleClosesAt: null }],
  ])('is nothing when it asks for %s', (_, asked) => {
    expect(askedChanges(hamlet, asked)).toEqual({});
  });

  it.each<[string, ShowChange]>([
    ['another price', { price: { amount: 0, currency: 'EUR' } }],
    ['a pause', { onSale: false }],
    ['another capacity', { capacity: 101 }],
    ['another start', { startsAt: '2031-06-01T20:00:01Z' }],
    ['an opening', { saleOpensAt: opens }],
  ])('is what it asks for: %s', (_, asked) => {
    expect(askedChanges(hamlet, { ...asked, price: asked.price ?? hamlet.price })).toEqual(asked);
  });

  it('is that the opening is taken away', () => {
    expect(askedChanges({ ...hamlet, saleOpensAt: opens }, { saleOpensAt: null })).toEqual({
      saleOpensAt: null,
    });
  });
});
