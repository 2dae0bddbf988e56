import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseRetryAfterSeconds,
  estimateWaitMs,
  isLatchSettled,
  type MeasuredLag,
} from './waiting.ts';

const NOW = new Date('2031-05-15T12:00:00.000Z');
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const ago = (milliseconds: number) => new Date(NOW.getTime() - milliseconds).toISOString();
const lag = (lagMs: number, ageMs = 0, highestLagMs?: number): MeasuredLag => ({
  lagMs,
  at: ago(ageMs),
  ...(highestLagMs === undefined ? {} : { highestLagMs }),
});

describe('the estimated wait', () => {
  it.each<[string, readonly MeasuredLag[], number | undefined]>([
    ['is unknown without measurements', [], undefined],
    ['is the longest lag of all workers', [lag(3_000), lag(9_000), lag(4_000)], 9_000],
    ['counts a lag that is a minute old', [lag(9_000, MINUTE)], 9_000],
    ['ignores a lag that is older than a minute', [lag(9_000, MINUTE + 1), lag(2_000)], 2_000],
    ['is unknown if all measurements are older', [lag(9_000, MINUTE + 1)], undefined],
    ['uses the current lag, not the earlier one', [lag(1_000, 0, 90_000)], 1_000],
    ['counts the lag of a worker whose clock is ahead', [lag(9_000, -5 * SECOND)], 9_000],
  ])('%s', (_, lags, wait) => {
    expect(estimateWaitMs(lags, NOW)).toBe(wait);
  });
});

describe('a sold-out latch', () => {
  it.each<[string, number, readonly MeasuredLag[], boolean]>([
    ['is not settled within a minute, even without lag', MINUTE, [], false],
    ['is settled after a minute if there was no lag', MINUTE + 1, [], true],
    ['also waits for twice the lag', 3 * MINUTE, [lag(MINUTE)], false],
    ['is settled after twice the lag and a minute', 3 * MINUTE + 1, [lag(MINUTE)], true],
    ['uses the longest lag of all workers', 3 * MINUTE, [lag(0), lag(MINUTE), lag(9)], false],
    ['uses the earlier lag of a worker', 3 * MINUTE, [lag(0, 0, MINUTE)], false],
    ['counts a lag that is 20 minutes old', 3 * MINUTE, [lag(MINUTE, 20 * MINUTE)], false],
    ['ignores older lags', 3 * MINUTE, [lag(MINUTE, 20 * MINUTE + 1)], true],
    ['is not settled if it was set by a clock ahead of ours', -SECOND, [], false],
  ])('%s', (_, ageMs, lags, settled) => {
    expect(isLatchSettled(ago(ageMs), lags, NOW)).toBe(settled);
  });

  it('is settled only after every message queued before it had twice its lag', () => {
    const ages = fc.integer({ min: 0, max: 10 * MINUTE });
    const measured = fc.array(fc.tuple(ages, ages), { maxLength: 8 });
    fc.assert(
      fc.property(ages, measured, (age, some) => {
        const settled = isLatchSettled(
          ago(age),
          some.map(([lagMs, ageMs]) => lag(lagMs, ageMs)),
          NOW,
        );
        const longest = Math.max(0, ...some.map(([lagMs]) => lagMs));
        expect(settled).toBe(age > 2 * longest + MINUTE);
      }),
    );
  });
});

describe('the pause between two polls', () => {
  it.each([
    [undefined, 0, 1],
    [undefined, 0.999, 1],
    [0, 0.999, 1],
    [900, 0.999, 1],
    [1_001, 0, 1],
    [1_001, 0.999, 2],
    [4_000, 0, 2],
    [4_000, 0.999, 4],
    [600_000, 0, 5],
    [600_000, 0.999, 10],
  ])('for a wait of %s ms and the random number %s is %s s', (waitMs, chance, seconds) => {
    expect(chooseRetryAfterSeconds(waitMs, () => chance)).toBe(seconds);
  });

  it('is always a whole number from 1 to 10, and never longer than the wait rounded up to a second', () => {
    const waits = fc.integer({ min: 0, max: 86_400_000 });
    const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(waits, chances, (waitMs, chance) => {
        const seconds = chooseRetryAfterSeconds(waitMs, () => chance);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(Math.min(10, Math.max(1, Math.ceil(waitMs / SECOND))));
      }),
    );
  });

  it('spreads a thousand buyers over six seconds if the wait is long', () => {
    const crowd = Array.from({ length: 1_000 }, (_, index) =>
      chooseRetryAfterSeconds(60_000, () => index / 1_000),
    );
    const arrivals = Map.groupBy(crowd, (seconds) => seconds);
    expect([...arrivals.keys()].sort((a, b) => a - b)).toEqual([5, 6, 7, 8, 9, 10]);
    for (const together of arrivals.values()) expect(together.length).toBeLessThanOrEqual(167);
  });
});
