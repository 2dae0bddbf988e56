import { percentOf } from '../metrics/percent-of.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { Watched } from '../metrics/watched.ts';
import type { AlarmDefinition } from './alarm-definition.ts';

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
export function workerAlarms({ stage }: Watched): AlarmDefinition[] {
  const ofWorker = (name: ServiceMetricName, statistic = 'Sum') =>
    serviceMetric({ stage, service: 'worker', name, statistic });
  return [
    {
      id: 'conflicts',
      section: 'conflicts',
      summary: `More than ${CONFLICTS_PERCENT} % of the batches meet another transaction.`,
      metric: percentOf({
        label: 'conflicts in percent of batches',
        part: ofWorker('Conflicts'),
        whole: ofWorker('BatchFill', 'SampleCount'),
        atLeast: BATCHES,
      }),
      is: 'above',
      threshold: CONFLICTS_PERCENT,
      periods: { breaching: 3, of: 5 },
      silence: 'all is well',
    },
    {
      id: 'messages-failed',
      section: 'messages-failed',
      summary: `More than ${FAILED_PERCENT} % of the purchases could not be decided at once, and come back.`,
      metric: percentOf({
        label: 'failed in percent of messages',
        part: ofWorker('MessagesFailed'),
        whole: ofWorker('BatchFill'),
        atLeast: MESSAGES,
      }),
      is: 'above',
      threshold: FAILED_PERCENT,
      periods: { breaching: 2, of: 3 },
      silence: 'all is well',
      troublesSale: true,
    },
  ];
}
