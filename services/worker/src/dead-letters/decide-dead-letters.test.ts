import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { retryDelay } from './decide-dead-letters.ts';

const delay = { baseSeconds: 30, receivesBefore: 5 };

it.each([
  [1, 30],
  [6, 30],
  [7, 60],
  [8, 120],
  [9, 240],
  [10, 480],
  [11, 900],
  [1_000, 900],
])('after %i receives a dead letter waits %i s', (receiveCount, seconds) => {
  expect(retryDelay(receiveCount, delay)).toBe(seconds);
});

it('the delay never shrinks and stays between its base and 15 minutes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (count) => {
      const [now, next] = [retryDelay(count, delay), retryDelay(count + 1, delay)];
      expect(next).toBeGreaterThanOrEqual(now);
      expect(now).toBeGreaterThanOrEqual(30);
      expect(next).toBeLessThanOrEqual(900);
    }),
  );
});
