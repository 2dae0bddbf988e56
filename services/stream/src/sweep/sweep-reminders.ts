import { SWEEP_OVERLAP_MINUTES, toMinute } from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { readDueMinutes, readSweepPosition, saveSweepPosition } from '@willcall/store';
import { type LaneDependencies, sweepLanes } from './sweep-lanes.ts';

/** Minutes with reminders whose lanes are swept together. An interrupted sweep repeats at most so many. */
const MINUTES_AT_ONCE = 10;

/** Dependencies of a sweep. */
type SweepDependencies = LaneDependencies & { readonly log: Log; readonly measure: Measure };

/** The result of a sweep. */
export type SweepCounts = {
  /** Minutes with reminders that were swept. Minutes without any are not looked at. */
  readonly minutes: number;
  /** Reminders fired by this sweep. */
  readonly fired: number;
  /** Whether the sweep reached the current minute. Otherwise the next sweep continues. */
  readonly isDone: boolean;
};

/**
 * Fires due reminders, from the last position to the current minute, and saves a position only after all
 * minutes before it. Which minutes have reminders is read from a list, so a first sweep or one after an
 * outage costs no more for the minutes that have none. Two concurrent sweeps do the same work and fire each
 * reminder once.
 *
 *     position ── overlap ─┬─ list of due minutes ── lanes side by side ── … ── position = now
 *                          └─ out of time, or a lane failed ── position = before the first unfinished minute
 *
 * @throws StoreError STORE_UNAVAILABLE. The next sweep starts from the saved position.
 */
export async function sweepReminders(dependencies: SweepDependencies): Promise<SweepCounts> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const { sweptTo, replaces } = await readSweepPosition(store);
  const { from, to } = findRange(sweptTo, clock());
  const due = await readDueMinutes(store, 'reminders', from, to);
  let saved = sweptTo;
  let minutes = 0;
  let fired = 0;
  let unfinished: string | undefined;
  let error: unknown;

  for (let at = 0; at < due.length; at += MINUTES_AT_ONCE) {
    const together = due.slice(at, at + MINUTES_AT_ONCE);
    if (timeLeft() <= 0) {
      unfinished ??= together[0];
      break;
    }
    const swept = await sweepLanes(together, dependencies);
    fired += swept.fired;
    minutes += swept.finished.size;
    error ??= swept.error;
    unfinished ??= together.find((minute) => !swept.finished.has(minute));
    // The minutes after one that failed are swept too, but the next sweep reads them again.
    const next = due[at + MINUTES_AT_ONCE];
    if (unfinished === undefined && next !== undefined) await saveIfAhead(together.at(-1));
  }
  await saveIfAhead(unfinished === undefined ? to : minuteBefore(unfinished));

  measure.count('RemindersFired', fired);
  if (error !== undefined) throw error;
  const isDone = unfinished === undefined;
  if (!isDone) log.warn('Sweep out of time: the next sweep continues', { count: minutes });
  return { minutes, fired, isDone };

  async function saveIfAhead(minute: string | undefined): Promise<void> {
    if (minute === undefined || (saved !== undefined && minute <= saved)) return;
    await saveSweepPosition(store, minute, replaces);
    saved = minute;
  }
}

const MINUTE_MS = 60_000;

const minuteBefore = (minute: string): string => toMinute(Date.parse(`${minute}Z`) - MINUTE_MS);

/**
 * Minutes before now at which a sweep without a position starts: a day. What is older, the TTL has announced
 * or will. The list of due minutes makes the length of this time free of charge.
 */
const FIRST_SWEEP_MINUTES = 24 * 60;

/**
 * The first and the last minute of a sweep: from the last sweep and an overlap of a few minutes before it, to
 * the current minute.
 *
 * @param sweptTo the position of the last sweep, such as `2031-05-31T20:00`, or undefined for the first.
 */
export function findRange(
  sweptTo: string | undefined,
  now: Date,
): { readonly from: string; readonly to: string } {
  const last = Date.parse(`${toMinute(now.getTime())}Z`);
  const first =
    sweptTo === undefined
      ? last - FIRST_SWEEP_MINUTES * MINUTE_MS
      : Math.min(Date.parse(`${sweptTo}Z`), last) - SWEEP_OVERLAP_MINUTES * MINUTE_MS;
  return { from: toMinute(first), to: toMinute(last) };
}
