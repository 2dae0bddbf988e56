import type { QueueId } from '@willcall/topology';
import {
  queueDepthMetric,
  queueMetric,
  takesPayments,
  type Watched,
} from '../metrics/aws-metrics.ts';
import { percentageMetric } from '../metrics/expressions.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import { DECIDED_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Seconds. When the oldest purchase has waited for the promised time, the next ones break the promise. */
const OLDEST_SECONDS = DECIDED_WITHIN_MS / 1_000;

/** Queues that should be empty, each with the problem if it is not. */
const shouldBeEmpty = {
  'purchases-dead':
    'Purchases could not be decided in five tries and are dead letters. They are tried again until they are decided or parked.',
  'parked-purchases':
    'Purchases could not be recorded as failed and are parked. A person must look at them.',
  'audits-dead': 'The end of an audit could not be recorded. No sale is affected.',
  'payments-dead':
    'The payments of purchases could not be compared with the provider in five tries. The reconciliation finds them again.',
  'parked-events': 'Changes can never become an event and are parked. A person must look at them.',
} as const satisfies Partial<Record<QueueId, string>>;

/** Defines the alarms on the purchases queue and on the queues that should be empty. */
export function defineQueueAlarms({
  queues,
  failedTargets,
  functions,
}: Watched): AlarmDefinition[] {
  const empty = (Object.keys(shouldBeEmpty) as (keyof typeof shouldBeEmpty)[])
    .filter((queue) => queue !== 'payments-dead' || takesPayments({ functions }))
    .map((queue) => ({
      ...notEmpty(queues[queue]),
      id: queue,
      section: queue,
      summary: shouldBeEmpty[queue],
      affectsBuyers: queue === 'purchases-dead',
    }));
  return [
    {
      id: 'queue-age',
      section: 'queue-age',
      summary: `The oldest purchase in the queue has waited for more than ${OLDEST_SECONDS} seconds.`,
      metric: queueMetric(queues.purchases, 'ApproximateAgeOfOldestMessage'),
      comparison: 'above',
      threshold: OLDEST_SECONDS,
      periods: { breaching: 3, of: 5 },
      // SQS publishes no metrics for a queue that was idle for six hours.
      missingData: 'not breaching',
      affectsBuyers: true,
    },
    ...empty,
    ...(failedTargets === undefined
      ? []
      : [
          {
            ...notEmpty(failedTargets),
            id: 'failed-targets',
            section: 'failed-targets' as const,
            summary:
              'An event, a schedule or an upload did not reach its function in any of its tries.',
          },
        ]),
  ];
}

const notEmpty = (queueName: string) =>
  ({
    metric: queueDepthMetric(queueName, 'messages'),
    comparison: 'above',
    threshold: 0,
    periods: { breaching: 1, of: 1 },
    missingData: 'not breaching',
  }) as const;

/**
 * In the simulation of the design, workers that keep their shard met 0.3 % conflicts, and workers that
 * choose a shard at random 17 %. Above 5 %, the workers are no longer spread over the shards.
 */
const CONFLICTS_PERCENT = 5;

/** Batches a minute. Among fewer, a few conflicts mean nothing. */
const BATCHES = 60;

/** A purchase that meets a throttle or a timeout is delivered again and decided. This many are an outage. */
const FAILED_PERCENT = 5;

/** Messages a minute. Among fewer, one failure would be a large share. */
const MESSAGES = 20;

/** Defines the alarms on the worker's decisions. */
export function defineWorkerAlarms({ stage }: Watched): AlarmDefinition[] {
  const ofWorker = (name: ServiceMetricName, statistic = 'Sum') =>
    serviceMetric({ stage, service: 'worker', name, statistic });
  return [
    {
      id: 'conflicts',
      section: 'conflicts',
      summary: `More than ${CONFLICTS_PERCENT} % of the worker’s batches conflict with another transaction.`,
      metric: percentageMetric({
        label: 'conflicts in percent of batches',
        part: ofWorker('Conflicts'),
        whole: ofWorker('BatchFill', 'SampleCount'),
        atLeast: BATCHES,
      }),
      comparison: 'above',
      threshold: CONFLICTS_PERCENT,
      periods: { breaching: 3, of: 5 },
      missingData: 'not breaching',
    },
    {
      id: 'messages-failed',
      section: 'messages-failed',
      summary: `More than ${FAILED_PERCENT} % of the purchases could not be decided at the first try. They are tried again.`,
      metric: percentageMetric({
        label: 'failed in percent of messages',
        part: ofWorker('MessagesFailed'),
        whole: ofWorker('BatchFill'),
        atLeast: MESSAGES,
      }),
      comparison: 'above',
      threshold: FAILED_PERCENT,
      periods: { breaching: 2, of: 3 },
      missingData: 'not breaching',
      affectsBuyers: true,
    },
  ];
}
