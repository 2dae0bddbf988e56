import { describe, expect, it } from 'vitest';
import { computePercentile } from './percentiles.ts';

describe('percentile', () => {
  // The worked example of https://en.wikipedia.org/wiki/Percentile#The_nearest-rank_method
  it.each([
    [5, 15],
    [30, 20],
    [40, 20],
    [50, 35],
    [100, 50],
  ])('finds the nearest rank for %d percent', (percent, value) => {
    expect(computePercentile([35, 50, 15, 40, 20], percent)).toBe(value);
  });

  it('returns the smallest value for 0 percent', () => {
    expect(computePercentile([3, 1, 2], 0)).toBe(1);
  });

  it('returns the 99th of a hundred values, not the last', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(computePercentile(values, 99)).toBe(99);
  });

  it('is undefined without values', () => {
    expect(computePercentile([], 50)).toBeUndefined();
  });
});
