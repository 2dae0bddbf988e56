import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seatKey, shardOfSeat } from './keys.ts';

describe('the shard of a seat', () => {
  it('is always the same, and exists in its show', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 64 }), (seatId, buckets) => {
        const shard = shardOfSeat({ buckets }, seatId);
        expect(shard).toBeGreaterThanOrEqual(0);
        expect(shard).toBeLessThan(buckets);
        expect(seatKey({ showId: 'hamlet', buckets }, seatId)).toEqual({
          seatBucket: `hamlet#${shard}`,
          seatId,
        });
      }),
    );
  });

  it('spreads the seats of a show evenly', () => {
    const held = new Map<number, number>();
    for (let seat = 0; seat < 20_000; seat += 1) {
      const shard = shardOfSeat({ buckets: 64 }, `${Math.floor(seat / 40)}-${seat % 40}`);
      held.set(shard, (held.get(shard) ?? 0) + 1);
    }
    // 312 on average, with a standard deviation of about 18.
    expect(Math.min(...held.values())).toBeGreaterThan(220);
    expect(Math.max(...held.values())).toBeLessThan(410);
  });
});
