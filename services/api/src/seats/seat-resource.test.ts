import { describe, expect, it } from 'vitest';
import { hamlet } from '../hamlet.fixture.ts';
import { seatResource } from './seat-resource.ts';

const seat = {
  seatBucket: `${hamlet.showId}#0`,
  seatId: '1-A9',
  showId: hamlet.showId,
  priceVersion: 0,
  createdAt: '2031-01-01T00:00:00.000Z',
  correlationId: 'order-7',
};

describe('the public view of a seat', () => {
  it('has the price of its show unless it has its own', () => {
    const own = { amount: 999, currency: 'EUR' };
    expect(seatResource(hamlet, seat)).toEqual({
      seatId: '1-A9',
      state: 'FREE',
      price: hamlet.price,
    });
    expect(seatResource(hamlet, { ...seat, price: own })).toMatchObject({ price: own });
  });

  it('is SOLD when it has a holder, and does not name the holder', () => {
    const sold = seatResource(hamlet, { ...seat, heldBy: '5#alice#P#AZaz09-_AZaz09-_' });
    expect(sold).toMatchObject({ state: 'SOLD' });
    expect(JSON.stringify(sold)).not.toContain('alice');
  });

  it('shows the fields of a processed price change, and no internal ones', () => {
    const change = {
      previousPrice: { amount: 1599, currency: 'EUR' },
      discountPercentage: 18.76,
      isDiscounted: true,
      lastPriceChangeAt: '2031-05-01T07:59:59.500Z',
    };
    const kept = { stampedVersion: 1, replacedPrice: change.previousPrice, showName: 'Hamlet' };
    expect(seatResource(hamlet, { ...seat, ...change, ...kept })).toEqual({
      seatId: '1-A9',
      state: 'FREE',
      price: hamlet.price,
      ...change,
    });
  });
});
