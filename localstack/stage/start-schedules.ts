import { schedules } from '@willcall/topology';
import { scheduledEvent } from '../aws/lambda/schedules/scheduled-event.ts';
import { startSchedule } from '../aws/lambda/schedules/start-schedule.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
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
