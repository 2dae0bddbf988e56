import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocate } from './allocate.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const never = () => {
  throw new Error('Chance was not to be asked');
};

describe('an allocation', () => {
  it('stays with the preferred bucket while it has enough, however full the others are', () => {
    expect(allocate(3, [9, 3, 9], 1, never)).toEqual([{ bucket: 1, quantity: 3 }]);
  });

  it.each([
    [0, 0],
    [0.49, 0],
    [0.5, 3],
    [0.999_999, 3],
  ])('moves at random (%d) to one bucket that has enough alone', (chance, bucket) => {
    expect(allocate(3, [4, 2, 0, 5], 1, () => chance)).toEqual([{ bucket, quantity: 3 }]);
  });

  it('takes from the fullest buckets first when none has enough alone', () => {
    expect(allocate(7, [1, 4, 0, 3], 2, () => 0)).toEqual([
      { bucket: 1, quantity: 4 },
      { bucket: 3, quantity: 3 },
    ]);
  });

  it('takes the last ticket of every bucket when all of them are needed', () => {
    expect(allocate(3, [1, 1, 1], 0, () => 0)).toEqual([
      { bucket: 0, quantity: 1 },
      { bucket: 1, quantity: 1 },
      { bucket: 2, quantity: 1 },
    ]);
  });

  it('takes a preferred bucket that does not exist for an empty one', () => {
    expect(allocate(2, [2], 63, () => 0)).toEqual([{ bucket: 0, quantity: 2 }]);
  });

  it('sums to what was asked for, with no bucket twice, empty, or below zero', () => {
    const request = fc
      .array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 64 })
      .filter((seen) => sum(seen) > 0)
      .chain((seen) =>
        fc.record({
          seen: fc.constant(seen),
          quantity: fc.integer({ min: 1, max: sum(seen) }),
          preferred: fc.nat({ max: 63 }),
          chance: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        }),
      );
    fc.assert(
      fc.property(request, ({ seen, quantity, preferred, chance }) => {
        const taken = allocate(quantity, seen, preferred, () => chance);
        expect(sum(taken.map((part) => part.quantity))).toBe(quantity);
        expect(new Set(taken.map(({ bucket }) => bucket)).size).toBe(taken.length);
        for (const part of taken) {
          expect(part.quantity).toBeGreaterThan(0);
          expect(part.quantity).toBeLessThanOrEqual(seen[part.bucket] ?? 0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('uses several buckets only when no single one has enough, and then as few as can be', () => {
    const seenBuckets = fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(seenBuckets, fc.integer({ min: 1, max: 20 }), (seen, quantity) => {
        fc.pre(sum(seen) >= quantity);
        const fullestFirst = [...seen].sort((a, b) => b - a);
        const fewest = fullestFirst.findIndex(
          (_, index) => sum(fullestFirst.slice(0, index + 1)) >= quantity,
        );
        expect(allocate(quantity, seen, 0, () => 0)).toHaveLength(fewest + 1);
      }),
    );
  });
});
