import {
  REMINDER_LANES,
  reminderPartition,
  SWEEP_OVERLAP_MINUTES,
  toMinute,
} from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import {
  fireReminder,
  listWaitingReminders,
  readSweepPosition,
  type Store,
  saveSweepPosition,
} from '@willcall/store';

/** The maximum number of minutes that an interrupted sweep has to repeat. */
const SAVE_INTERVAL_MINUTES = 10;

/** Dependencies of a sweep. */
type SweepDependencies = {
  readonly store: Store<'reminders'>;
  readonly clock: () => Date;
  /** Milliseconds until the rest must be left to the next sweep. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** The result of a sweep. */
export type SweepCounts = {
  /** Minutes swept. */
  readonly minutes: number;
  /** Reminders fired by this sweep. */
  readonly fired: number;
  /** Whether the sweep reached the current minute. Otherwise the next sweep continues. */
  readonly isDone: boolean;
};

/**
 * Fires due reminders, minute by minute from the last position, and saves a position only after all minutes
 * before it. Two concurrent sweeps do the same work and fire each reminder once.
 *
 * @throws StoreError STORE_UNAVAILABLE. The next sweep starts from the saved position.
 */
export async function sweepReminders(dependencies: SweepDependencies): Promise<SweepCounts> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const { sweptTo, replaces } = await readSweepPosition(store);
  let saved = sweptTo;
  let swept = sweptTo;
  let minutes = 0;
  let fired = 0;
  let isDone = true;

  for (const minute of listMinutesToSweep(sweptTo, clock())) {
    if (timeLeft() <= 0) {
      isDone = false;
      break;
    }
    fired += await sweepMinute(minute, dependencies);
    minutes += 1;
    if (swept === undefined || minute > swept) swept = minute;
    if (minutes % SAVE_INTERVAL_MINUTES === 0) saved = await saveIfAhead(swept);
  }
  await saveIfAhead(swept);

  measure.count('RemindersFired', fired);
  if (!isDone) log.warn('Sweep out of time: the next sweep continues', { count: minutes });
  return { minutes, fired, isDone };

  async function saveIfAhead(minute: string | undefined): Promise<string | undefined> {
    if (minute !== undefined && minute !== saved) await saveSweepPosition(store, minute, replaces);
    return minute;
  }
}

/**
 * Reminders of one lane that are fired concurrently. For all lanes together, that is slightly more than the
 * SDK's 50 connections, and less than half of a partition's capacity per second.
 */
const FIRING_CONCURRENCY = 6;

/**
 * Fires every waiting reminder of a minute, with all lanes concurrently. Costs at least 0.5 read units per
 * lane, and 1 write unit per reminder.
 *
 * @returns the number that this sweep fired. A concurrent sweep may have fired the others.
 * @throws StoreError STORE_UNAVAILABLE. The minute must then be swept again.
 */
async function sweepMinute(
  minute: string,
  dependencies: Pick<SweepDependencies, 'store' | 'clock'>,
): Promise<number> {
  const lanes = Array.from({ length: REMINDER_LANES }, (_, lane) =>
    sweepLane(reminderPartition(minute, lane), dependencies),
  );
  return (await Promise.all(lanes)).reduce((sum, fired) => sum + fired, 0);
}

async function sweepLane(
  dueKey: string,
  { store, clock }: Pick<SweepDependencies, 'store' | 'clock'>,
): Promise<number> {
  let fired = 0;
  for await (const waiting of listWaitingReminders(store, dueKey)) {
    for (let at = 0; at < waiting.length; at += FIRING_CONCURRENCY) {
      const results = await Promise.all(
        waiting
          .slice(at, at + FIRING_CONCURRENCY)
          .map((reminder) => fireReminder(store, reminder, clock().toISOString())),
      );
      fired += results.filter(Boolean).length;
    }
  }
  return fired;
}

const MINUTE_MS = 60_000;

/**
 * Minutes before now at which the very first sweep starts. One deployment creates table, stream and
 * schedule, and takes minutes, or an hour with problems. Reminders due before that are set as fired. If the
 * position is lost, the TTL announces older reminders, a day late.
 */
const FIRST_SWEEP_MINUTES = 2 * 60;

/**
 * The minutes of a sweep, from the oldest to the current one: all since the last sweep, plus an overlap of
 * a few minutes before it.
 *
 * @param sweptTo the position of the last sweep, such as `2031-05-31T20:00`, or undefined for the first.
 */
export function* listMinutesToSweep(sweptTo: string | undefined, now: Date): Generator<string> {
  const last = Date.parse(`${toMinute(now.getTime())}Z`);
  const first =
    sweptTo === undefined
      ? last - FIRST_SWEEP_MINUTES * MINUTE_MS
      : Math.min(Date.parse(`${sweptTo}Z`), last) - SWEEP_OVERLAP_MINUTES * MINUTE_MS;
  for (let at = first; at <= last; at += MINUTE_MS) yield toMinute(at);
}
