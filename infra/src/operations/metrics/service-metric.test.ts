import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../../repository.ts';
import { defineAlarms } from '../alarms/stage-alarms.ts';
import { defineBurnAlarms } from '../slo/burn-alarms.ts';
import { watchedStage } from '../watched-stage.fixture.ts';

/** An alarm on a metric that no service publishes never goes off. These sources show what is published. */
const sources = globSync(['services/*/src/**/*.ts', 'shared/lambda/src/**/*.ts'], {
  cwd: REPOSITORY,
})
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(REPOSITORY, file), 'utf8'))
  .join('\n')
  // The formatter may have wrapped a call.
  .replaceAll(/\(\s+/g, '(');

/** Whether the sources publish a metric, by its full name or by a name that ends with a status. */
const isPublished = (name: string): boolean =>
  ['count', 'milliseconds'].some(
    (call) =>
      sources.includes(`${call}('${name}'`) ||
      sources.includes(`${call}(\`${name.replace(/\d+$/, '')}\${`),
  );

const metricsIn = (metric: IMetric): Metric[] => {
  if (metric instanceof Metric) return [metric];
  if (metric instanceof MathExpression)
    return Object.values(metric.usingMetrics).flatMap(metricsIn);
  return [];
};

const watched = watchedStage();
const ours = [
  ...defineAlarms(watched),
  ...defineBurnAlarms(watched).flatMap(({ pairs }) =>
    pairs.flatMap(({ long, short }) => [long, short]),
  ),
]
  .flatMap(({ metric }) => metricsIn(metric))
  .filter(({ namespace }) => namespace === 'willcall');

it('the alarms use metrics of our services', () => {
  expect(ours.length).toBeGreaterThan(15);
});

it.each([...new Set(ours.map(({ metricName }) => metricName))])(
  'a service publishes the metric %s of an alarm',
  (name) => expect(isPublished(name)).toBe(true),
);

it('a metric that no service publishes would be found', () => {
  expect(isPublished('TicketsLost')).toBe(false);
});

it.each([...new Set(ours.map(({ dimensions }) => dimensions?.service as string))])(
  'the service %s of an alarm publishes metrics',
  (service) => expect(sources).toContain(`observe('${service}'`),
);

it('every metric of our services has the dimensions of the stage', () => {
  for (const { dimensions } of ours) {
    expect(dimensions).toEqual({ service: expect.any(String), stage: watched.stage });
  }
});
