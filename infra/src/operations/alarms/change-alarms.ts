import {
  type FunctionId,
  functions,
  rules,
  streamSources,
  type TableId,
  tables,
} from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ruleName } from '../../messaging/bus.ts';
import { lambdaMetric, ONE_MINUTE, type Watched } from '../metrics/aws-metrics.ts';
import { sumMetrics } from '../metrics/expressions.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { AlarmDefinition } from './alarm.ts';

/** A split of a partition throttles a few calls, which the SDK repeats; more than this is a table too cold, or a key too hot. */
const THROTTLED_A_MINUTE = 10;

/** One alarm for each table, its indexes not among it: what they refuse, the table's writes are refused for. */
export const defineTableAlarms = ({ tables: names }: Watched): AlarmDefinition[] =>
  (Object.keys(tables) as TableId[]).map((table) => ({
    id: `throttles-${table}`,
    section: 'table-throttles',
    summary: `DynamoDB throttles reads or writes of the table ${table}.`,
    metric: sumMetrics('throttled', {
      reads: throttleMetric(names[table], 'ReadThrottleEvents'),
      writes: throttleMetric(names[table], 'WriteThrottleEvents'),
    }),
    comparison: 'at least',
    threshold: THROTTLED_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    // Without these no purchase is decided.
    affectsBuyers: table === 'stock' || table === 'purchases',
  }));

/** Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const throttleMetric = (
  tableName: string,
  metricName: 'ReadThrottleEvents' | 'WriteThrottleEvents',
): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: tableName },
    statistic: 'Sum',
    period: ONE_MINUTE,
  });

/**
 * Milliseconds. Events are usually out within a second or two; a stream forgets after 24 hours, so
 * that there is a day to mend it.
 */
const ITERATOR_AGE_MS = Duration.minutes(5).toMilliseconds();

/** Alarms on what becomes of changes: that they are announced, and delivered. */
export function defineEventAlarms({ stage, functions: names, bus }: Watched): AlarmDefinition[] {
  const ofStream = (name: ServiceMetricName) => serviceMetric({ stage, service: 'stream', name });
  return [
    ...findStreamReaders().map(
      (id): AlarmDefinition => ({
        // Lambda tells the age by function, the oldest of its mappings, and not by mapping.
        id: `${id}-iterator-age`,
        section: 'stream-iterator-age',
        summary: `A record of a table's stream has waited for ${id} for more than five minutes.`,
        metric: lambdaMetric(names[id], 'IteratorAge', 'Maximum'),
        comparison: 'above',
        threshold: ITERATOR_AGE_MS,
        periods: { breaching: 2, of: 3 },
        missingData: 'not breaching',
      }),
    ),
    {
      id: 'records-parked',
      section: 'records-parked',
      summary: 'A change was parked because it can never become an event.',
      metric: ofStream('RecordsParked'),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 1, of: 1 },
      missingData: 'not breaching',
    },
    {
      id: 'events-unpublished',
      section: 'events-unpublished',
      summary: 'EventBridge has not taken events for minutes; they are sent again.',
      metric: ofStream('EventsUnpublished'),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 3, of: 5 },
      missingData: 'not breaching',
    },
    ...rules.map(
      ({ name }): AlarmDefinition => ({
        id: `rule-failures-${name}`,
        section: 'rule-failures',
        summary: `EventBridge gave up an event for the rule ${name}.`,
        metric: failedInvocationsMetric(bus, ruleName(stage, name)),
        comparison: 'at least',
        threshold: 1,
        periods: { breaching: 1, of: 1 },
        missingData: 'not breaching',
      }),
    ),
  ];
}

const findStreamReaders = (): FunctionId[] =>
  (Object.keys(functions) as FunctionId[]).filter((id) =>
    streamSources.some(({ function: reader }) => reader === id),
  );

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
const failedInvocationsMetric = (bus: string, rule: string): Metric =>
  new Metric({
    namespace: 'AWS/Events',
    metricName: 'FailedInvocations',
    dimensionsMap: { EventBusName: bus, RuleName: rule },
    statistic: 'Sum',
    period: ONE_MINUTE,
  });
