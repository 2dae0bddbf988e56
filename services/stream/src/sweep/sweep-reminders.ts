import type { Log, Measure } from '@willcall/lambda';
import { readSweepPosition, saveSweepPosition } from '@willcall/store';
import { minutesToSweep } from './minutes-to-sweep.ts';
import { type SweepMinuteDependencies, sweepMinute } from './sweep-minute.ts';

/** Minutes of a long way that are lost at most when a sweep breaks off on it. */
const SAVED_EVERY_MINUTES = 10;

export type SweepDependencies = SweepMinuteDependencies & {
  /** Milliseconds until this sweep must leave the rest to the next one. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** What a sweep did. */
export type SweepCounts = {
  /** Minutes looked at. */
  readonly minutes: number;
  /** Reminders fired by this sweep. */
  readonly fired: number;
  /** Whether it came to the present minute; else the next sweep goes on. */
  readonly isDone: boolean;
};

/**
 * Fires what is due, minute by minute from the last position, and saves the position only after all
 * of the minutes before it. Two sweeps at once do the same work and fire each reminder once.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the next sweep begins where this one's
 *   position stands.
 */
export async function sweepReminders(dependencies: SweepDependencies): Promise<SweepCounts> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const sweptTo = await readSweepPosition(store);
  let saved = sweptTo;
  let swept = sweptTo;
  let minutes = 0;
  let fired = 0;
  let isDone = true;

  for (const minute of minutesToSweep(sweptTo, clock())) {
    if (timeLeft() <= 0) {
      isDone = false;
      break;
    }
    fired += await sweepMinute(minute, dependencies);
    minutes += 1;
    if (swept === undefined || minute > swept) swept = minute;
    if (minutes % SAVED_EVERY_MINUTES === 0) saved = await saveIfAhead(swept);
  }
  await saveIfAhead(swept);

  measure.count('RemindersFired', fired);
  if (!isDone) log.warn('Sweep out of time: the next one goes on', { count: minutes });
  return { minutes, fired, isDone };

  async function saveIfAhead(minute: string | undefined): Promise<string | undefined> {
    if (minute !== undefined && minute !== saved) await saveSweepPosition(store, minute);
    return minute;
  }
}
