import {
  eventSources,
  type QueueEventSource,
  type ScheduleDefinition,
  schedules,
} from '@willcall/topology';

import { assumed } from './assumptions.ts';
import type { Usage } from './prices.ts';
import { gigabyteSeconds, HOURS_PER_MONTH } from './purchase-usage.ts';

const MINUTES_PER_MONTH = HOURS_PER_MONTH * 60;
const BYTES_PER_GIGABYTE = 1e9;

/** What a stage uses in a month in which nobody comes: its schedules with their metrics, and looks at empty queues. */
export const idleUsage = (
  clock: readonly ScheduleDefinition[] = schedules,
  queues: readonly QueueEventSource[] = eventSources,
): Usage => {
  const turns = clock.map(({ function: id, everyMinutes }) => ({
    id,
    count: MINUTES_PER_MONTH / everyMinutes,
  }));
  const invocations = turns.reduce((sum, { count }) => sum + count, 0);
  return {
    invocations,
    gigabyteSeconds: turns.reduce(
      (sum, { id, count }) => sum + gigabyteSeconds(id, count, assumed.idleTurnMs),
      0,
    ),
    queueCalls: queues.length * assumed.emptyReceivesPerMinute * MINUTES_PER_MONTH,
    readUnits: invocations * assumed.readUnitsPerIdleTurn,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths: assumed.metricsAtRest,
  };
};
