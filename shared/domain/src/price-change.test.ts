import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computePriceChange } from './price-change.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const HIGHEST = 100_000_000;

describe('a fall of the price', () => {
  it.each([
    [1599, 1299, 18.76],
    [200, 150, 25],
    [300, 200, 33.33],
    [300, 100, 66.67],
    // Exactly halfway between two hundredths: 0.125 %, 12.345 %.
    [800, 799, 0.13],
    [20_000, 17_531, 12.35],
    [1599, 0, 100],
    [HIGHEST, HIGHEST - 1, 0],
    [HIGHEST, 1, 100],
    [HIGHEST, 4_999, 100],
    [HIGHEST, 5_001, 99.99],
  ])('from %i to %i is a discount of %d %%', (from, to, discountPercentage) => {
    expect(computePriceChange(euro(from), euro(to))).toEqual({
      previousPrice: euro(from),
      discountPercentage,
      isDiscounted: true,
    });
  });

  it('is always a discount of 0 to 100 percent with two decimals, exact to half of the last', () => {
    const fall = fc
      .tuple(fc.integer({ min: 1, max: HIGHEST }), fc.nat())
      .map(([from, less]) => [from, less % from] as const);
    fc.assert(
      fc.property(fall, ([from, to]) => {
        const { discountPercentage = Number.NaN } = computePriceChange(euro(from), euro(to));
        expect(discountPercentage).toBeGreaterThanOrEqual(0);
        expect(discountPercentage).toBeLessThanOrEqual(100);
        expect(Number(discountPercentage.toFixed(2))).toBe(discountPercentage);
        const exact = (100 * (from - to)) / from;
        expect(Math.abs(discountPercentage - exact)).toBeLessThanOrEqual(0.005 + 1e-9);
      }),
    );
  });
});

describe('there is no discount', () => {
  it.each([
    ['for a rise', euro(1299), euro(1599)],
    ['for a rise from zero', euro(0), euro(1)],
    ['for the same price', euro(1299), euro(1299)],
    ['for a lower amount in another currency', euro(1599), { amount: 1299, currency: 'USD' }],
  ])('%s', (_, from, to) => {
    expect(computePriceChange(from, to)).toStrictEqual({
      previousPrice: from,
      isDiscounted: false,
    });
  });
});
