import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketCount, MAX_BUCKETS, splitCapacity } from './buckets.ts';

const capacity = fc.integer({ min: 0, max: 1_000_000 });

describe('the number of buckets', () => {
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
  ])('of a house of %i is %i: a full batch of largest purchases fits one', (tickets, buckets) => {
    expect(bucketCount(tickets)).toBe(buckets);
  });

  it.each([
    [1, 1],
    [4, 4],
    [64, 64],
    [65, MAX_BUCKETS],
    [1_000, MAX_BUCKETS],
  ])('is at most what was asked for (%i) and what a transaction can hold: %i', (max, buckets) => {
    expect(bucketCount(1_000_000, max)).toBe(buckets);
  });

  it('is from 1 to 64 for any house and any wish', () => {
    fc.assert(
      fc.property(capacity, fc.integer({ min: -5, max: 500 }), (tickets, max) => {
        const buckets = bucketCount(tickets, max);
        expect(Number.isInteger(buckets)).toBe(true);
        expect(buckets).toBeGreaterThanOrEqual(1);
        expect(buckets).toBeLessThanOrEqual(MAX_BUCKETS);
      }),
    );
  });

  it('never falls as houses grow', () => {
    fc.assert(
      fc.property(capacity, capacity, (a, b) => {
        expect(bucketCount(Math.min(a, b))).toBeLessThanOrEqual(bucketCount(Math.max(a, b)));
      }),
    );
  });
});

describe('the split of a house over its buckets', () => {
  it.each([
    [10, 3, [4, 3, 3]],
    [9, 3, [3, 3, 3]],
    [2, 4, [1, 1, 0, 0]],
    [0, 2, [0, 0]],
    [7, 1, [7]],
  ])('of %i tickets over %i is %j', (tickets, buckets, split) => {
    expect(splitCapacity(tickets, buckets)).toEqual(split);
  });

  it('loses and makes no ticket, and is even within one', () => {
    fc.assert(
      fc.property(capacity, fc.integer({ min: 1, max: MAX_BUCKETS }), (tickets, buckets) => {
        const split = splitCapacity(tickets, buckets);
        expect(split).toHaveLength(buckets);
        expect(split.reduce((a, b) => a + b, 0)).toBe(tickets);
        expect(Math.max(...split) - Math.min(...split)).toBeLessThanOrEqual(1);
        expect(split.every((bucket) => Number.isInteger(bucket) && bucket >= 0)).toBe(true);
      }),
    );
  });
});
