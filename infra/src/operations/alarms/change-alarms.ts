import { known } from '@willcall/contracts';
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
import { lambdaMetric, ONE_MINUTE, takesPayments, type Watched } from '../metrics/aws-metrics.ts';
import { sumMetrics } from '../metrics/expressions.ts';
import { type Service, type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { AlarmDefinition } from './alarm.ts';

/** A partition split throttles a few calls, which the SDK retries. More throttles mean a cold table or a hot key. */
const THROTTLED_A_MINUTE = 10;

/** Defines one alarm for each table. Indexes need none: if an index throttles, DynamoDB throttles the table's writes. */
export const defineTableAlarms = (watched: Watched): AlarmDefinition[] =>
  listUsedTables(watched).map((table) => ({
    id: `throttles-${table}`,
    section: 'table-throttles',
    summary: `DynamoDB throttles reads or writes of the ${table} table.`,
    metric: sumMetrics('throttled', {
      reads: throttleMetric(watched.tables[table], 'ReadThrottleEvents'),
      writes: throttleMetric(watched.tables[table], 'WriteThrottleEvents'),
    }),
    comparison: 'at least',
    threshold: THROTTLED_A_MINUTE,
    periods: { breaching: 2, of: 3 },
    missingData: 'not breaching',
    // The worker needs both to decide a purchase.
    affectsBuyers: table === 'stock' || table === 'purchases',
  }));

/** Every table, except that of payments in a stage that takes none. */
const listUsedTables = (watched: Watched): TableId[] =>
  (Object.keys(tables) as TableId[]).filter(
    (table) => table !== 'due-payments' || takesPayments(watched),
  );

/** The functions that read stored records. An alarm takes at most ten metrics, so there are several alarms. */
const readers = {
  requests: [
    'accept',
    'purchases',
    'shows',
    'live-sale',
    'worker',
    'dead-letters',
    'dead-letters-api',
  ],
  changes: ['stream', 'sweep', 'show-jobs', 'audit', 'show-audit', 'pricing', 'flyers'],
  payments: ['payments', 'payment-tasks', 'payment-sweep', 'reconcile'],
} as const satisfies Record<string, readonly Service[]>;

/** One turn of the audit. It lists every show of a recent sale, so a damaged one keeps the alarm on. */
const UNREADABLE_PERIOD = Duration.minutes(15);

/** Defines the alarms on stored records that cannot be read. */
export const defineRecordAlarms = ({ stage, ...watched }: Watched): AlarmDefinition[] =>
  Object.entries(readers)
    .filter(([group]) => group !== 'payments' || takesPayments(watched))
    .map(([group, services]) => ({
      id: `records-unreadable-${group}`,
      section: 'records-unreadable',
      summary: `A stored record cannot be read by ${services.join(', ')}. It is left out of lists.`,
      metric: sumMetrics(
        'unreadable',
        Object.fromEntries(
          services.map((service, index) => [
            `m${index}`,
            serviceMetric({ stage, service, name: 'RecordsUnreadable', period: UNREADABLE_PERIOD }),
          ]),
        ),
        UNREADABLE_PERIOD,
      ),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 1, of: 2 },
      missingData: 'not breaching',
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
 * Milliseconds. Events are usually published within a second or two. A stream keeps its records for
 * 24 hours, which leaves a day for a fix.
 */
const ITERATOR_AGE_MS = Duration.minutes(5).toMilliseconds();

/** Defines the alarms on changes: are they announced, and are their events delivered? */
export function defineEventAlarms({ stage, functions: names, bus }: Watched): AlarmDefinition[] {
  const ofStream = (name: ServiceMetricName) => serviceMetric({ stage, service: 'stream', name });
  return [
    ...findStreamReaders().map(
      (id): AlarmDefinition => ({
        // Lambda reports one age for each function: the oldest of its event source mappings.
        id: `${id}-iterator-age`,
        section: 'stream-iterator-age',
        summary: `A change has waited for more than five minutes to be read by the function ${id}.`,
        metric: lambdaMetric(known(names[id], id), 'IteratorAge', 'Maximum'),
        comparison: 'above',
        threshold: ITERATOR_AGE_MS,
        periods: { breaching: 2, of: 3 },
        missingData: 'not breaching',
      }),
    ),
    {
      id: 'records-parked',
      section: 'records-parked',
      summary: 'A change was parked, because it can never become an event.',
      metric: ofStream('RecordsParked'),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 1, of: 1 },
      missingData: 'not breaching',
    },
    {
      id: 'events-unpublished',
      section: 'events-unpublished',
      summary: 'EventBridge has not accepted events for minutes. They are sent again.',
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
        summary: `EventBridge gave up delivering an event for the rule ${name}.`,
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
