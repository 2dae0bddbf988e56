import type { QueueId } from '@willcall/topology';
import { queueDepthMetric, queueMetric, type Watched } from '../metrics/aws-metrics.ts';
import { percentageMetric } from '../metrics/expressions.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import { DECIDED_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Seconds: when the oldest has waited as long as the promise allows, the next ones break it. */
const OLDEST_SECONDS = DECIDED_WITHIN_MS / 1_000;

/** Queues that should be empty, by why somebody must look when they are not. */
const shouldBeEmpty = {
  'purchases-dead': 'Purchases could not be decided in five tries, and wait for their last chance.',
  'parked-purchases': 'Purchases could not even be recorded as failed, and wait for a person.',
  'parked-events': 'Changes can never become an event, and wait for a person.',
} as const satisfies Partial<Record<QueueId, string>>;

/** Alarms on the queue of purchases, and on all that should be empty. */
export function defineQueueAlarms({ queues, failedTargets }: Watched): AlarmDefinition[] {
  const empty = (Object.keys(shouldBeEmpty) as (keyof typeof shouldBeEmpty)[]).map((queue) => ({
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
      summary: `The oldest purchase has waited for more than ${OLDEST_SECONDS} seconds.`,
      metric: queueMetric(queues.purchases, 'ApproximateAgeOfOldestMessage'),
      comparison: 'above',
      threshold: OLDEST_SECONDS,
      periods: { breaching: 3, of: 5 },
      // SQS falls silent of a queue that nobody used for six hours.
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
              'An event, a schedule or an upload did not reach its function in all its tries.',
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
 * Workers that stay with a bucket met 0.3 % conflicts in the simulation of the design, workers that
 * choose at random 17 %: above this, they are not spread out any more.
 */
const CONFLICTS_PERCENT = 5;

/** Batches a minute: in fewer, a few conflicts mean nothing. */
const BATCHES = 60;

/** A throttle or a time-out now and then comes back and is decided; this many are an outage. */
const FAILED_PERCENT = 5;

/** Messages a minute, for the same reason. */
const MESSAGES = 20;

/** Alarms on how the worker decides. */
export function defineWorkerAlarms({ stage }: Watched): AlarmDefinition[] {
  const ofWorker = (name: ServiceMetricName, statistic = 'Sum') =>
    serviceMetric({ stage, service: 'worker', name, statistic });
  return [
    {
      id: 'conflicts',
      section: 'conflicts',
      summary: `More than ${CONFLICTS_PERCENT} % of the batches meet another transaction.`,
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
      summary: `More than ${FAILED_PERCENT} % of the purchases could not be decided at once, and come back.`,
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
