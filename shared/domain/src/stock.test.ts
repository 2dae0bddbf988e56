import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Allocation,
  allocate,
  countShards,
  MAX_SHARDS,
  type Resize,
  resizeStock,
  splitCapacity,
} from './stock.ts';

describe('shards', () => {
  const capacity = fc.integer({ min: 0, max: 1_000_000 });

  describe('the number of shards', () => {
    it.each([
      [0, 1],
      [1, 1],
      [79, 1],
      [80, 1],
      [159, 1],
      [160, 2],
      [5_119, 63],
      [5_120, 64],
      [1_000_000, 64],
    ])(
      'for a capacity of %i is %i: a full batch of the largest purchases fits one shard',
      (tickets, shards) => {
        expect(countShards(tickets)).toBe(shards);
      },
    );

    it.each([
      [1, 1],
      [4, 4],
      [64, 64],
      [65, MAX_SHARDS],
      [1_000, MAX_SHARDS],
    ])(
      'does not exceed the requested maximum (%i) or what a transaction can hold: %i',
      (max, shards) => {
        expect(countShards(1_000_000, max)).toBe(shards);
      },
    );

    it('is from 1 to 64 for any capacity and any maximum', () => {
      fc.assert(
        fc.property(capacity, fc.integer({ min: -5, max: 500 }), (tickets, max) => {
          const shards = countShards(tickets, max);
          expect(Number.isInteger(shards)).toBe(true);
          expect(shards).toBeGreaterThanOrEqual(1);
          expect(shards).toBeLessThanOrEqual(MAX_SHARDS);
        }),
      );
    });

    it('never falls as the capacity grows', () => {
      fc.assert(
        fc.property(capacity, capacity, (a, b) => {
          expect(countShards(Math.min(a, b))).toBeLessThanOrEqual(countShards(Math.max(a, b)));
        }),
      );
    });
  });

  describe('the split of a capacity over shards', () => {
    it.each([
      [10, 3, [4, 3, 3]],
      [9, 3, [3, 3, 3]],
      [2, 4, [1, 1, 0, 0]],
      [0, 2, [0, 0]],
      [7, 1, [7]],
    ])('of %i tickets over %i is %j', (tickets, shards, split) => {
      expect(splitCapacity(tickets, shards)).toEqual(split);
    });

    it('keeps the number of tickets, and is even to within one', () => {
      fc.assert(
        fc.property(capacity, fc.integer({ min: 1, max: MAX_SHARDS }), (tickets, shards) => {
          const split = splitCapacity(tickets, shards);
          expect(split).toHaveLength(shards);
          expect(split.reduce((a, b) => a + b, 0)).toBe(tickets);
          expect(Math.max(...split) - Math.min(...split)).toBeLessThanOrEqual(1);
          expect(split.every((shard) => Number.isInteger(shard) && shard >= 0)).toBe(true);
        }),
      );
    });
  });
});

describe('allocate', () => {
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const never = () => {
    throw new Error('The random number must not be used');
  };

  describe('an allocation', () => {
    it('stays with the preferred shard while it has enough, even if others have more', () => {
      expect(allocate(3, [9, 3, 9], 1, never)).toEqual([{ shard: 1, quantity: 3 }]);
    });

    it.each([
      [0, 0],
      [0.49, 0],
      [0.5, 3],
      [0.999_999, 3],
    ])('moves at random (%d) to a single shard that has enough', (chance, shard) => {
      expect(allocate(3, [4, 2, 0, 5], 1, () => chance)).toEqual([{ shard, quantity: 3 }]);
    });

    it('takes from the fullest shards first if no single one has enough', () => {
      expect(allocate(7, [1, 4, 0, 3], 2, () => 0)).toEqual([
        { shard: 1, quantity: 4 },
        { shard: 3, quantity: 3 },
      ]);
    });

    it('takes the last ticket of every shard if all are needed', () => {
      expect(allocate(3, [1, 1, 1], 0, () => 0)).toEqual([
        { shard: 0, quantity: 1 },
        { shard: 1, quantity: 1 },
        { shard: 2, quantity: 1 },
      ]);
    });

    it('treats a preferred shard that does not exist as empty', () => {
      expect(allocate(2, [2], 63, () => 0)).toEqual([{ shard: 0, quantity: 2 }]);
    });

    it('adds up to the requested quantity, with no shard twice, empty or below zero', () => {
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
          expect(new Set(taken.map(({ shard }) => shard)).size).toBe(taken.length);
          for (const part of taken) {
            expect(part.quantity).toBeGreaterThan(0);
            expect(part.quantity).toBeLessThanOrEqual(seen[part.shard] ?? 0);
          }
        }),
        { numRuns: 500 },
      );
    });

    it('uses several shards only if no single one has enough, and then as few as possible', () => {
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
});

describe('resize stock', () => {
  const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
  const resize = (options: Partial<Resize>) =>
    resizeStock({ difference: 0, seen: [0], maxShards: 64, random: () => 0, ...options });
  const quantities = (plan: readonly Allocation[] = []) => plan.map(({ quantity }) => quantity);

  const stock = fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 64 });

  describe('a raised capacity', () => {
    it('goes to the emptiest shards, as many as a show of that capacity would have', () => {
      expect(resize({ difference: 10, seen: [5, 0, 7] })).toEqual([{ shard: 1, quantity: 10 }]);
      expect(resize({ difference: 160, seen: [90, 0, 10] })).toEqual([
        { shard: 1, quantity: 85 },
        { shard: 2, quantity: 75 },
      ]);
    });

    it('skips a shard that has more than the others will have', () => {
      expect(resize({ difference: 240, seen: [0, 500, 1] })).toEqual([
        { shard: 0, quantity: 121 },
        { shard: 2, quantity: 119 },
      ]);
    });

    it('goes to one shard if wider transactions conflict too often', () => {
      expect(resize({ difference: 5_000, seen: [3, 1, 2], maxShards: 1 })).toEqual([
        { shard: 1, quantity: 5_000 },
      ]);
    });

    it('adds exactly the difference to different shards and makes them level', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 100_000 }), stock, (difference, seen) => {
          const plan = resize({ difference, seen }) ?? [];
          expect(sum(quantities(plan))).toBe(difference);
          expect(new Set(plan.map(({ shard }) => shard)).size).toBe(plan.length);
          expect(Math.min(...quantities(plan))).toBeGreaterThan(0);
          const after = plan.map(({ shard, quantity }) => (seen[shard] ?? 0) + quantity);
          expect(Math.max(...after) - Math.min(...after)).toBeLessThanOrEqual(1);
        }),
      );
    });
  });

  describe('a lowered capacity', () => {
    it('is taken from one shard if one has enough', () => {
      expect(resize({ difference: -5, seen: [1, 9, 6] })).toEqual([{ shard: 1, quantity: 5 }]);
    });

    it('takes exactly the difference and no more than each shard has, or reports too little stock', () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 10_000 }), stock, (taken, seen) => {
          const plan = resize({ difference: -taken, seen });
          if (plan === undefined) {
            expect(sum(seen)).toBeLessThan(taken);
            return;
          }
          expect(sum(quantities(plan))).toBe(taken);
          for (const { shard, quantity } of plan) {
            expect(quantity).toBeLessThanOrEqual(seen[shard] ?? 0);
          }
        }),
      );
    });
  });
});
