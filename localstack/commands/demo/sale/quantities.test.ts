import { describe, expect, it } from 'vitest';
import { quantities } from './quantities.ts';

describe('quantities', () => {
  it('gives every buyer the number asked for', () => {
    expect(quantities({ buyers: 3, quantity: 4, seed: 1 })).toEqual([4, 4, 4]);
  });

  it('mixes 1 to 8, the same for the same seed', () => {
    const mixed = quantities({ buyers: 1_000, quantity: 'mixed', seed: 7 });
    expect([...new Set(mixed)].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(quantities({ buyers: 1_000, quantity: 'mixed', seed: 7 })).toEqual(mixed);
    expect(quantities({ buyers: 1_000, quantity: 'mixed', seed: 8 })).not.toEqual(mixed);
  });
});
