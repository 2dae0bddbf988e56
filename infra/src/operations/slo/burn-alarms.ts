import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmDefinition } from '../alarms/alarm-definition.ts';
import type { Watched } from '../metrics/watched.ts';
import { burnExpression } from './burn-expression.ts';
import { type BurnWindow, burnWindows } from './burn-windows.ts';
import { indicatorEvents } from './indicator-events.ts';
import { type ServiceLevel, type ServiceLevelId, serviceLevels } from './service-levels.ts';

/** The alarms of one service level: each pair must be in alarm together. */
export type BurnAlarms = {
  readonly id: ServiceLevelId;
  readonly level: ServiceLevel;
  readonly pairs: readonly { readonly long: AlarmDefinition; readonly short: AlarmDefinition }[];
};

/** The burn-rate alarms of every service level, a long and a short window for each speed. */
export const burnAlarms = (watched: Watched): BurnAlarms[] =>
  (Object.keys(serviceLevels) as ServiceLevelId[]).map((id) => {
    const level: ServiceLevel = serviceLevels[id];
    const pairs = (Object.values(burnWindows) as BurnWindow[]).map((window) => ({
      long: burning(id, level, window.factor, window.longMinutes, watched, level.minimumEvents),
      // What is enough in the long window need not be so in a twelfth of it.
      short: burning(id, level, window.factor, window.shortMinutes, watched, 1),
    }));
    return { id, level, pairs };
  });

function burning(
  id: ServiceLevelId,
  { objective, section, indicator, title }: ServiceLevel,
  factor: number,
  minutes: number,
  watched: Watched,
  minimumEvents: number,
): AlarmDefinition {
  const period = Duration.minutes(minutes);
  const { metrics, ...events } = indicatorEvents(indicator, watched, period);
  return {
    id: `slo-${id}-${minutes}m`,
    section,
    summary: `${title}: the last ${minutes} minutes spend the budget more than ${factor} times too fast.`,
    metric: new MathExpression({
      expression: burnExpression(events, { objective, minimumEvents }),
      usingMetrics: { ...metrics },
      period,
      label: 'burn rate',
    }),
    is: 'above',
    threshold: factor,
    // CloudWatch looks each minute at the window that ends then.
    periods: { breaching: 1, of: 1 },
    silence: 'all is well',
    isPartOnly: true,
  };
}
