import type { ShowJob } from '@willcall/store';

/**
 * Milliseconds. A function that read the show before the change can still commit a sale until it times out:
 * 20 s for the worker, 60 s for the dead-letters function. Clock differences add some more.
 */
const IN_FLIGHT_MS = 90_000;

/** Milliseconds until another full pass retries the failed purchases. */
const RETRY_DELAY_MS = 10 * 60_000;

const addMilliseconds = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/** Another pass over the journal of a show. */
type NextPass = {
  /** The earliest time at which it may begin. */
  readonly notBefore: string;
  /** The time of the first entry that it must read. Undefined for all entries. */
  readonly since?: string;
};

/**
 * The next pass, or undefined if the job is done. A sale that a pass did not see was committed after it
 * began, and so its entry has a time of at most a timeout before the change.
 *
 *     the show is changed ── pass starts ── a sale by the earlier show ── … 90 s ── pass starts ── done
 *                            (most are done)                                         (all are done)
 *
 *     entries: ────────────────── 90 s ── change ── 90 s ──
 *     first pass: ├──────────────────────────────────────┤
 *     second pass:                ├──────────────────────┤
 */
export function findNextPass(
  { changedAt }: Pick<ShowJob, 'changedAt'>,
  { beganAt, failures }: { readonly beganAt: string; readonly failures: number },
  now: Date,
): NextPass | undefined {
  if (failures > 0) return { notBefore: addMilliseconds(now.toISOString(), RETRY_DELAY_MS) };
  const endedAt = addMilliseconds(changedAt, IN_FLIGHT_MS);
  if (Date.parse(beganAt) >= Date.parse(endedAt)) return undefined;
  return { notBefore: endedAt, since: addMilliseconds(changedAt, -IN_FLIGHT_MS) };
}

/** Whether a job is due. */
export const isDue = ({ notBefore }: Pick<ShowJob, 'notBefore'>, now: Date): boolean =>
  notBefore === undefined || Date.parse(notBefore) <= now.getTime();
