import type { QueueId } from '@willcall/topology';
import { inQueue } from '../metrics/in-queue.ts';
import { queueMetric } from '../metrics/queue-metric.ts';
import type { Watched } from '../metrics/watched.ts';
import { DECIDED_WITHIN_MS } from '../slo/service-levels.ts';
import type { AlarmDefinition } from './alarm-definition.ts';

/** Seconds: when the oldest has waited as long as the promise allows, the next ones break it. */
const OLDEST_SECONDS = DECIDED_WITHIN_MS / 1_000;

/** Queues that should be empty, by why somebody must look when they are not. */
const shouldBeEmpty = {
  'purchases-dead': 'Purchases could not be decided in five tries, and wait for their last chance.',
  'parked-purchases': 'Purchases could not even be recorded as failed, and wait for a person.',
  'parked-events': 'Changes can never become an event, and wait for a person.',
} as const satisfies Partial<Record<QueueId, string>>;

/** Alarms on the queue of purchases, and on all that should be empty. */
export function queueAlarms({ queues, failedTargets }: Watched): AlarmDefinition[] {
  const empty = (Object.keys(shouldBeEmpty) as (keyof typeof shouldBeEmpty)[]).map((queue) => ({
    ...notEmpty(queues[queue]),
    id: queue,
    section: queue,
    summary: shouldBeEmpty[queue],
    troublesSale: queue === 'purchases-dead',
  }));
  return [
    {
      id: 'queue-age',
      section: 'queue-age',
      summary: `The oldest purchase has waited for more than ${OLDEST_SECONDS} seconds.`,
      metric: queueMetric(queues.purchases, 'ApproximateAgeOfOldestMessage'),
      is: 'above',
      threshold: OLDEST_SECONDS,
      periods: { breaching: 3, of: 5 },
      // SQS falls silent of a queue that nobody used for six hours.
      silence: 'all is well',
      troublesSale: true,
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
    metric: inQueue(queueName, 'messages'),
    is: 'above',
    threshold: 0,
    periods: { breaching: 1, of: 1 },
    silence: 'all is well',
  }) as const;
