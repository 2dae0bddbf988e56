import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from '../alarms/alarm.ts';
import type { Watched } from '../metrics/aws-metrics.ts';
import { indicatorEvents } from './indicator-events.ts';
import { type ServiceLevel, type ServiceLevelId, serviceLevels } from './service-levels.ts';

/** The alarms of one service level: each pair must be in alarm together. */
export type BurnAlarms = {
  readonly id: ServiceLevelId;
  readonly level: ServiceLevel;
  readonly pairs: readonly { readonly long: AlarmDefinition; readonly short: AlarmDefinition }[];
};

/** The burn-rate alarms of every service level, a long and a short window for each speed. */
export const defineBurnAlarms = (watched: Watched): BurnAlarms[] =>
  (Object.keys(serviceLevels) as ServiceLevelId[]).map((id) => {
    const level: ServiceLevel = serviceLevels[id];
    const { minimumEvents } = level;
    const pairs = Object.values<BurnWindow>(burnWindows).map(
      ({ factor, longMinutes, shortMinutes }) => ({
        long: defineBurnAlarm(id, watched, { factor, minutes: longMinutes, minimumEvents }),
        // What is enough in the long window need not be so in a twelfth of it.
        short: defineBurnAlarm(id, watched, { factor, minutes: shortMinutes, minimumEvents: 1 }),
      }),
    );
    return { id, level, pairs };
  });

type BurnAlarmOptions = {
  readonly factor: number;
  readonly minutes: number;
  readonly minimumEvents: number;
};

function defineBurnAlarm(
  id: ServiceLevelId,
  watched: Watched,
  { factor, minutes, minimumEvents }: BurnAlarmOptions,
): AlarmDefinition {
  const { objective, section, indicator, title }: ServiceLevel = serviceLevels[id];
  const period = Duration.minutes(minutes);
  const { metrics, ...events } = indicatorEvents(indicator, watched, period);
  return {
    id: `slo-${id}-${minutes}m`,
    section,
    summary: `${title}: the last ${minutes} minutes spend the budget more than ${factor} times too fast.`,
    metric: new MathExpression({
      expression: formatBurnExpression(events, { objective, minimumEvents }),
      usingMetrics: { ...metrics },
      period,
      label: 'burn rate',
    }),
    comparison: 'above',
    threshold: factor,
    // CloudWatch looks each minute at the window that ends then.
    periods: { breaching: 1, of: 1 },
    missingData: 'not breaching',
  };
}

/**
 * How many times faster than its objective allows a service level's budget is being spent, as a
 * CloudWatch expression over its events; 1 spends it exactly in the period.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param bad and `total`: expressions; they may be missing where nothing happened.
 */
export const formatBurnExpression = (
  { bad, total }: { readonly bad: string; readonly total: string },
  { objective, minimumEvents }: { readonly objective: number; readonly minimumEvents: number },
): string =>
  `IF((${total}) >= ${minimumEvents}, (${bad}) / (${total}) / ${computeBudget(objective)}, 0)`;

/** The share of events that may be bad; without the binary digits that 1 - 0.999 leaves. */
const computeBudget = (objective: number): number => Number((1 - objective).toFixed(6));

/** Two windows that must both burn too fast: the long one so that it matters, the short one so that it is still so. */
type BurnWindow = {
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
export const computeBudgetSpent = (factor: number, minutes: number, periodDays: number): number =>
  (factor * minutes) / (periodDays * MINUTES_PER_DAY);
