import { describe, expect, it } from 'vitest';
import { sumStock } from './show-resource.ts';

describe('the sum of the stock', () => {
  it('adds each counter up over the buckets', () => {
    const buckets = [
      { available: 3, sold: 1, revenue: 4500 },
      { available: 0, sold: 4, revenue: 18_000 },
    ];
    expect(sumStock(buckets)).toEqual({ available: 3, sold: 5, revenue: 22_500 });
  });

  it('of no buckets is nothing', () => {
    expect(sumStock([])).toEqual({ available: 0, sold: 0, revenue: 0 });
  });
});
