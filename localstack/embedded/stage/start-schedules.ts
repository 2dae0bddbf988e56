import { schedules } from '@willcall/infra';
import type { LocalLog } from '../log/local-log.ts';
import { scheduledEvent } from '../schedule/scheduled-event.ts';
import { startSchedule } from '../schedule/start-schedule.ts';
import type { Running, StageFunctions } from './running.ts';

const MS_PER_MINUTE = 60_000;

/** Runs the functions of the definitions by the clock. */
export const startSchedules = (functions: StageFunctions, log: LocalLog): Running => {
  const running = schedules.flatMap(({ name, everyMinutes, function: id }) => {
    const lambda = functions[id];
    if (lambda === undefined) return [];
    const everyMs = everyMinutes * MS_PER_MINUTE;
    return [startSchedule({ everyMs, function: lambda, event: scheduledEvent(name), log })];
  });
  return { stop: async () => void (await Promise.all(running.map((each) => each.stop()))) };
};
