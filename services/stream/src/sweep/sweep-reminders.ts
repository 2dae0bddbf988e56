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

/** Minutes of a long way that are lost at most when a sweep breaks off on it. */
const SAVE_INTERVAL_MINUTES = 10;

/** What a sweep needs from outside. */
type SweepDependencies = {
  readonly store: Store<'reminders'>;
  readonly clock: () => Date;
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
  if (!isDone) log.warn('Sweep out of time: the next one goes on', { count: minutes });
  return { minutes, fired, isDone };

  async function saveIfAhead(minute: string | undefined): Promise<string | undefined> {
    if (minute !== undefined && minute !== saved) await saveSweepPosition(store, minute);
    return minute;
  }
}

/**
 * Reminders of one lane that are fired at once. With all lanes beside one another that is some more
 * than the 50 connections that the SDK opens, and less than half of what a partition takes a second.
 */
const FIRING_CONCURRENCY = 6;

/**
 * Fires every reminder of a minute that waits, all lanes beside one another: at least 0.5 read units
 * for each lane, and 1 write unit for each reminder.
 *
 * @returns how many this sweep fired; another one at the same time may have fired the others.
 * @throws StoreError STORE_UNAVAILABLE; the minute must be swept again.
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
 * Minutes that the first sweep ever looks back. Table, stream and schedule come with one deployment,
 * which takes minutes, or an hour with its troubles; what was due before that stands in no minute,
 * since it is set already fired. What lies further back nevertheless, because the position was lost,
 * is announced by the TTL, a day late.
 */
const FIRST_SWEEP_MINUTES = 2 * 60;

/**
 * The minutes that a sweep looks at, from the oldest to the present one: the last one swept and a few
 * before it once more, or all since the last sweep, however long ago that was.
 *
 * @param sweptTo the position of the last sweep, e.g. `2031-05-31T20:00`; undefined: the first ever.
 */
export function* listMinutesToSweep(sweptTo: string | undefined, now: Date): Generator<string> {
  const last = Date.parse(`${toMinute(now.getTime())}Z`);
  const first =
    sweptTo === undefined
      ? last - FIRST_SWEEP_MINUTES * MINUTE_MS
      : Math.min(Date.parse(`${sweptTo}Z`), last) - SWEEP_OVERLAP_MINUTES * MINUTE_MS;
  for (let at = first; at <= last; at += MINUTE_MS) yield toMinute(at);
}
