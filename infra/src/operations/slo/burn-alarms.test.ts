import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { burnWindows, computeBudgetSpent, formatBurnExpression } from './burn-alarms.ts';
import { PERIOD_DAYS, type ServiceLevel, serviceLevels } from './service-levels.ts';

/** CloudWatch's functions, for single numbers. The expressions used here are valid JavaScript too. */
const cloudWatch = {
  IF: (condition: boolean, then: number, otherwise: number) => (condition ? then : otherwise),
  FILL: (value: number | undefined, missing: number) => value ?? missing,
};

const burnRate = (
  events: { bad: number; total: number },
  level: { objective: number; minimumEvents: number },
): number =>
  runInNewContext(formatBurnExpression({ bad: 'bad', total: 'total' }, level), {
    ...cloudWatch,
    ...events,
  });

describe('the windows of the burn rate', () => {
  it.each([
    ['an hour at the fast rate spends 2 %', burnWindows.fast, 0.02],
    ['six hours at the slow rate spend 5 %', burnWindows.slow, 0.05],
  ])('%s of a month', (_, { factor, longMinutes }, share) => {
    expect(computeBudgetSpent(factor, longMinutes, PERIOD_DAYS)).toBeCloseTo(share, 10);
  });

  it('a rate of 1 spends the budget exactly in the period', () => {
    expect(computeBudgetSpent(1, PERIOD_DAYS * 24 * 60, PERIOD_DAYS)).toBe(1);
  });

  it.each(Object.values(burnWindows))(
    'the short window is a twelfth of $longMinutes minutes',
    (window) => {
      expect(window.longMinutes / window.shortMinutes).toBe(12);
    },
  );
});

describe('the burn rate', () => {
  const level = { objective: 0.999, minimumEvents: 100 };

  it.each([
    [0, 1_000, 0],
    [1, 1_000, 1],
    [144, 10_000, 14.4],
    [1_000, 1_000, 1_000],
  ])('of %d bad events in %d is %d', (bad, total, rate) => {
    expect(burnRate({ bad, total }, level)).toBeCloseTo(rate, 9);
  });

  it('of fewer than the minimum events is 0, even if all are bad', () => {
    expect(burnRate({ bad: 99, total: 99 }, level)).toBe(0);
    expect(burnRate({ bad: 100, total: 100 }, level)).toBeCloseTo(1_000, 9);
  });

  it.each(Object.entries(serviceLevels))(
    'of %s can exceed its thresholds',
    (_, each: ServiceLevel) => {
      const worst = burnRate({ bad: 1_000, total: 1_000 }, each);
      expect(worst).toBeGreaterThan(burnWindows.fast.factor);
    },
  );
});
