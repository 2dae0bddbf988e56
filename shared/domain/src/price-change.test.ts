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
    [1, 0, 100],
    [HIGHEST, 0, 100],
    // The whole is discounted only if nothing is left to pay.
    [10_001, 1, 99.99],
    [HIGHEST, 1, 99.99],
    [HIGHEST, 4_999, 99.99],
    [HIGHEST, 5_001, 99.99],
    [HIGHEST, 15_001, 99.98],
    // A discount is never a discount of nothing.
    [HIGHEST, HIGHEST - 1, 0.01],
    [HIGHEST, HIGHEST - 4_999, 0.01],
    [HIGHEST, HIGHEST - 15_000, 0.02],
  ])('from %i to %i is a discount of %d %%', (from, to, discountPercentage) => {
    expect(computePriceChange(euro(from), euro(to))).toEqual({
      previousPrice: euro(from),
      discountPercentage,
      isDiscounted: true,
    });
  });

  it('is a discount of 0.01 to 99.99 percent, or of 100 if free, exact to the last decimal', () => {
    const fall = fc
      .tuple(fc.integer({ min: 1, max: HIGHEST }), fc.nat())
      .map(([from, less]) => [from, less % from] as const);
    fc.assert(
      fc.property(fall, ([from, to]) => {
        const { discountPercentage = Number.NaN } = computePriceChange(euro(from), euro(to));
        expect(discountPercentage).toBeGreaterThanOrEqual(0.01);
        expect(discountPercentage).toBeLessThanOrEqual(100);
        expect(discountPercentage === 100).toBe(to === 0);
        expect(Number(discountPercentage.toFixed(2))).toBe(discountPercentage);
        const exact = (100 * (from - to)) / from;
        const isBounded = exact < 0.01 || (exact > 99.99 && to > 0);
        const tolerance = isBounded ? 0.01 : 0.005;
        expect(Math.abs(discountPercentage - exact)).toBeLessThanOrEqual(tolerance + 1e-9);
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
