import { runInNewContext } from 'node:vm';
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { expect, it } from 'vitest';
import { watchedStage } from '../watched-stage.fixture.ts';
import { indicatorEvents } from './indicator-events.ts';
import { type Indicator, serviceLevels } from './service-levels.ts';

const FILL = (value: number | undefined, missing: number) => value ?? missing;
const period = Duration.minutes(5);

/** An indicator's events as CloudWatch would compute them. A metric without a value here has no data. */
const counted = (indicator: Indicator, values: Readonly<Record<string, number>>) => {
  const { bad, total, metrics } = indicatorEvents(indicator, watchedStage(), period);
  const missing = Object.fromEntries(Object.keys(metrics).map((name) => [name, undefined]));
  const count = (expression: string): number =>
    runInNewContext(expression, { FILL, ...missing, ...values });
  return { bad: count(bad), total: count(total) };
};

it('accepting is bad if the function failed, was throttled, or answered 500 or 503', () => {
  const { indicator } = serviceLevels['accept-availability'];
  const values = {
    invocations: 1_000,
    errors: 1,
    throttles: 20,
    problem500: 300,
    problem503: 4_000,
  };
  expect(counted(indicator, values)).toEqual({ bad: 4_321, total: 1_020 });
});

it('accepting is good if nothing bad was counted', () => {
  const { indicator } = serviceLevels['accept-availability'];
  expect(counted(indicator, { invocations: 7 })).toEqual({ bad: 0, total: 7 });
});

it.each(['accept-latency', 'time-to-decision', 'reminder-lateness'] as const)(
  '%s counts as bad the share of events that took too long',
  (id) => {
    const { indicator } = serviceLevels[id];
    const { bad, total } = counted(indicator, { events: 200, quick: 98.5 });
    expect(total).toBe(200);
    expect(bad).toBeCloseTo(3, 9);
    expect(counted(indicator, {})).toEqual({ bad: 0, total: 0 });
    const { quick } = indicatorEvents(indicator, watchedStage(), period).metrics;
    expect(quick).toBeInstanceOf(Metric);
    expect((quick as Metric).statistic).toBe(`PR(:${indicator.withinMs})`);
  },
);
