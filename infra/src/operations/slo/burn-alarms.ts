import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from '../alarms/alarm.ts';
import type { Watched } from '../metrics/aws-metrics.ts';
import { indicatorEvents } from './indicator-events.ts';
import { type ServiceLevel, type ServiceLevelId, serviceLevels } from './service-levels.ts';

/** The burn-rate alarms of one service level. Both alarms of a pair must be in ALARM. */
export type BurnAlarms = {
  readonly id: ServiceLevelId;
  readonly level: ServiceLevel;
  readonly pairs: readonly { readonly long: AlarmDefinition; readonly short: AlarmDefinition }[];
};

/** Defines the burn-rate alarms of every service level: a long and a short window for each speed. */
export const defineBurnAlarms = (watched: Watched): BurnAlarms[] =>
  (Object.keys(serviceLevels) as ServiceLevelId[]).map((id) => {
    const level: ServiceLevel = serviceLevels[id];
    const { minimumEvents } = level;
    const pairs = Object.values<BurnWindow>(burnWindows).map(
      ({ factor, longMinutes, shortMinutes }) => ({
        long: defineBurnAlarm(id, watched, { factor, minutes: longMinutes, minimumEvents }),
        // The short window is a twelfth of the long one, and may hold fewer events.
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
    summary: `${title}: the last ${minutes} minutes spent the error budget more than ${factor} times too fast.`,
    metric: new MathExpression({
      expression: formatBurnExpression(events, { objective, minimumEvents }),
      usingMetrics: { ...metrics },
      period,
      label: 'burn rate',
    }),
    comparison: 'above',
    threshold: factor,
    // CloudWatch evaluates each minute the window that ends at that minute.
    periods: { breaching: 1, of: 1 },
    missingData: 'not breaching',
  };
}

/**
 * Formats the burn rate of a service level as a CloudWatch expression over its events: how many times
 * faster than allowed its error budget is spent. A rate of 1 spends it exactly in the period.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 *
 * @param bad and `total` are expressions. They have no data in periods without events.
 */
export const formatBurnExpression = (
  { bad, total }: { readonly bad: string; readonly total: string },
  { objective, minimumEvents }: { readonly objective: number; readonly minimumEvents: number },
): string =>
  `IF((${total}) >= ${minimumEvents}, (${bad}) / (${total}) / ${computeBudget(objective)}, 0)`;

/** The share of events that may be bad, rounded: in binary, 1 - 0.999 is not exactly 0.001. */
const computeBudget = (objective: number): number => Number((1 - objective).toFixed(6));

/** Two windows that must both burn too fast. The long one shows that it matters, the short one that it still lasts. */
type BurnWindow = {
  /** How many times faster than allowed the error budget is spent. */
  readonly factor: number;
  readonly longMinutes: number;
  readonly shortMinutes: number;
};

/**
 * Google's recommendation for paging: 2 % of a month's error budget spent in an hour, or 5 % in six
 * hours. Each short window is a twelfth of the long one, which ends the alarm soon after the problem.
 * Source: https://sre.google/workbook/alerting-on-slos/ (chapter 5, table 5-8)
 */
export const burnWindows = {
  fast: { factor: 14.4, longMinutes: 60, shortMinutes: 5 },
  slow: { factor: 6, longMinutes: 6 * 60, shortMinutes: 30 },
} as const satisfies Record<string, BurnWindow>;

const MINUTES_PER_DAY = 24 * 60;

/** The share of a period's error budget that is spent after some minutes at this rate. */
export const computeBudgetSpent = (factor: number, minutes: number, periodDays: number): number =>
  (factor * minutes) / (periodDays * MINUTES_PER_DAY);
