import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Allocation } from './allocate.ts';
import { type Resize, resizeStock } from './resize-stock.ts';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const resize = (wish: Partial<Resize>) =>
  resizeStock({ difference: 0, seen: [0], widest: 64, random: () => 0, ...wish });
const quantities = (plan: readonly Allocation[] = []) => plan.map(({ quantity }) => quantity);

const stock = fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 64 });

describe('a raised capacity', () => {
  it('goes to the emptiest buckets, as many as a house of that size would have', () => {
    expect(resize({ difference: 10, seen: [5, 0, 7] })).toEqual([{ bucket: 1, quantity: 10 }]);
    expect(resize({ difference: 160, seen: [90, 0, 10] })).toEqual([
      { bucket: 1, quantity: 85 },
      { bucket: 2, quantity: 75 },
    ]);
  });

  it('leaves out a bucket that is fuller than the others get', () => {
    expect(resize({ difference: 240, seen: [0, 500, 1] })).toEqual([
      { bucket: 0, quantity: 121 },
      { bucket: 2, quantity: 119 },
    ]);
  });

  it('goes to one bucket when wider transactions met too many sales', () => {
    expect(resize({ difference: 5_000, seen: [3, 1, 2], widest: 1 })).toEqual([
      { bucket: 1, quantity: 5_000 },
    ]);
  });

  it('adds exactly the difference, to different buckets, and leaves those that got any level', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), stock, (difference, seen) => {
        const plan = resize({ difference, seen }) ?? [];
        expect(sum(quantities(plan))).toBe(difference);
        expect(new Set(plan.map(({ bucket }) => bucket)).size).toBe(plan.length);
        expect(Math.min(...quantities(plan))).toBeGreaterThan(0);
        const after = plan.map(({ bucket, quantity }) => (seen[bucket] ?? 0) + quantity);
        expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('a lowered capacity', () => {
  it('is taken from one bucket where one holds it', () => {
    expect(resize({ difference: -5, seen: [1, 9, 6] })).toEqual([{ bucket: 1, quantity: 5 }]);
  });

  it('takes exactly the difference and no more than each bucket holds, or says that too few are left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), stock, (taken, seen) => {
        const plan = resize({ difference: -taken, seen });
        if (plan === undefined) {
          expect(sum(seen)).toBeLessThan(taken);
          return;
        }
        expect(sum(quantities(plan))).toBe(taken);
        for (const { bucket, quantity } of plan) {
          expect(quantity).toBeLessThanOrEqual(seen[bucket] ?? 0);
        }
      }),
    );
  });
});
