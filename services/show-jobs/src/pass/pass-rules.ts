import type { ShowJob, ShowRecord } from '@willcall/store';

/**
 * Milliseconds. Whoever read the show before it was changed may still commit a sale by what they read,
 * until their function's time is over: 20 s for a worker, 60 s for the last chance, and the clocks of
 * two machines may differ by some more.
 */
const SETTLED_AFTER_MS = 90_000;

/** Milliseconds until purchases that could not be done are tried again, by a pass over the whole table. */
const AFTER_FAILURES_MS = 10 * 60_000;

const later = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/**
 * Before when there must be another pass; undefined: the job is done.
 *
 *     the show is changed ── pass begins ── a sale by the show as it was ── … 90 s ── pass begins ── done
 *                            (most are done)                                         (all are done)
 */
export function nextPass(
  { changedAt }: Pick<ShowJob, 'changedAt'>,
  { beganAt, failures }: { readonly beganAt: string; readonly failures: number },
  now: Date,
): string | undefined {
  if (failures > 0) return later(now.toISOString(), AFTER_FAILURES_MS);
  const settledAt = later(changedAt, SETTLED_AFTER_MS);
  return Date.parse(beganAt) < Date.parse(settledAt) ? settledAt : undefined;
}

/** Whether a job may go on by now. */
export const isDue = ({ notBefore }: Pick<ShowJob, 'notBefore'>, now: Date): boolean =>
  notBefore === undefined || Date.parse(notBefore) <= now.getTime();

/** Whether there is anything to be done for the purchases of a show as it is now. */
export function isWanted(
  { kind }: Pick<ShowJob, 'kind'>,
  show: ShowRecord | undefined,
): show is ShowRecord {
  if (show === undefined) return false;
  switch (kind) {
    case 'cancel':
      return show.cancelledAt !== undefined;
    case 'reminders':
      // What is cancelled is reminded of nothing.
      return show.cancelledAt === undefined;
  }
}
