import { forEachConcurrently, REMINDER_LANES, reminderPartition } from '@willcall/domain';
import { fireReminder, listWaitingReminders, type Store } from '@willcall/store';

/** Dependencies of a sweep, as far as it reads and fires reminders. */
export type LaneDependencies = {
  readonly store: Store<'reminders'>;
  readonly clock: () => Date;
  /** Milliseconds until the rest must be left to the next sweep. */
  readonly timeLeft: () => number;
  /** Waits before a lane is tried again. */
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Like Math.random. */
  readonly random: () => number;
};

/** Lanes that are read and fired at a time: all lanes of one minute. */
const LANES_AT_ONCE = REMINDER_LANES;

/**
 * Reminders of one lane that are fired at a time. For all lanes together that is just below the SDK's 50
 * connections. At 5 ms for a write, a lane then takes 600 of the 1,000 write units a second of a partition.
 */
const FIRES_PER_LANE = 3;

/** Attempts for a lane whose partition is throttled or cannot be reached. */
const ATTEMPTS_PER_LANE = 4;
/** Milliseconds. The wait is random below a bound that doubles with each attempt. */
const RETRY_BASE_MS = 500;

/** What a sweep has done in some minutes. */
export type SweptLanes = {
  /** Reminders that this sweep fired. A concurrent sweep may have fired the others. */
  readonly fired: number;
  /** The minutes of which every lane was swept. */
  readonly finished: ReadonlySet<string>;
  /** Why lanes were left, if it is not for lack of time: STORE_UNAVAILABLE. */
  readonly error?: unknown;
};

/**
 * Fires every waiting reminder of some minutes, their lanes side by side with a bound, the earlier minutes
 * first. A lane that fails takes nothing from the others. Costs at least 0.5 read units per lane, and 1
 * write unit per reminder.
 */
export async function sweepLanes(
  minutes: readonly string[],
  dependencies: LaneDependencies,
): Promise<SweptLanes> {
  let fired = 0;
  let error: unknown;
  const unfinished = new Set<string>();
  const lanes = minutes.flatMap((minute) =>
    Array.from({ length: REMINDER_LANES }, (_, lane) => ({
      minute,
      dueKey: reminderPartition(minute, lane),
    })),
  );
  await forEachConcurrently(lanes, LANES_AT_ONCE, async ({ minute, dueKey }) => {
    const lane = await sweepLane(dueKey, dependencies);
    fired += lane.fired;
    if (!lane.isFinished) unfinished.add(minute);
    error ??= lane.error;
  });
  const finished = new Set(minutes.filter((minute) => !unfinished.has(minute)));
  return { fired, finished, ...(error === undefined ? {} : { error }) };
}

type SweptLane = {
  readonly fired: number;
  readonly isFinished: boolean;
  readonly error?: unknown;
};

/** Sweeps a lane, again if it fails: what it has fired is not read again. */
async function sweepLane(dueKey: string, dependencies: LaneDependencies): Promise<SweptLane> {
  const { wait, random } = dependencies;
  let fired = 0;
  let error: unknown;
  for (let nth = 0; nth < ATTEMPTS_PER_LANE; nth += 1) {
    const delay = nth === 0 ? 0 : random() * RETRY_BASE_MS * 2 ** nth;
    if (dependencies.timeLeft() <= delay) break;
    if (delay > 0) await wait(delay);
    const attempt = await tryLane(dueKey, dependencies);
    fired += attempt.fired;
    if (attempt.error === undefined) return { fired, isFinished: attempt.isFinished };
    error = attempt.error;
  }
  return { fired, isFinished: false, error };
}

async function tryLane(
  dueKey: string,
  { store, clock, timeLeft }: LaneDependencies,
): Promise<SweptLane> {
  let fired = 0;
  let isFinished = true;
  try {
    for await (const page of listWaitingReminders(store, dueKey)) {
      const waiting = page.values();
      const fireInTurn = async () => {
        for (const reminder of waiting) {
          if (timeLeft() <= 0) {
            isFinished = false;
            return;
          }
          if (await fireReminder(store, reminder, clock().toISOString())) fired += 1;
        }
      };
      // All have ended before the lane is tried again or the turn ends.
      const ended = await Promise.allSettled(Array.from({ length: FIRES_PER_LANE }, fireInTurn));
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      if (!isFinished) break;
    }
    return { fired, isFinished };
  } catch (error) {
    return { fired, isFinished: false, error };
  }
}
