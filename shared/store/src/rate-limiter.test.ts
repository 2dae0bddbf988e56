import { expect, it } from 'vitest';
import { createRateLimiter } from './rate-limiter.ts';

it('read units are spread over time among all readers that share them', async () => {
  let time = 0;
  const waits: number[] = [];
  const paid = createRateLimiter(1_000, { now: () => time, wait: async (ms) => waits.push(ms) });
  await paid(256);
  await paid(256);
  expect(waits).toEqual([256, 512]);
  time = 512;
  await paid(100);
  time = 10_000;
  await paid(100);
  expect(waits.slice(2)).toEqual([100, 100]);
});
