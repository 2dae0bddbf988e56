/** Two windows that must both burn too fast: the long one so that it matters, the short one so that it is still so. */
export type BurnWindow = {
  /** How many times faster than allowed the error budget is being spent. */
  readonly factor: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
};

/**
 * Google's recommendation for what somebody must be told at once: 2 % of a month's budget gone in an
 * hour, or 5 % in six hours. The short windows are a twelfth, so that the alarm ends soon after.
 * Source: https://sre.google/workbook/alerting-on-slos/ (chapter 5, table 5-8)
 */
export const burnWindows = {
  fast: { factor: 14.4, longMinutes: 60, shortMinutes: 5 },
  slow: { factor: 6, longMinutes: 6 * 60, shortMinutes: 30 },
} as const satisfies Record<string, BurnWindow>;

const MINUTES_PER_DAY = 24 * 60;

/** The share of a period's error budget that is gone after some minutes at this rate. */
export const budgetSpent = (factor: number, minutes: number, periodDays: number): number =>
  (factor * minutes) / (periodDays * MINUTES_PER_DAY);
