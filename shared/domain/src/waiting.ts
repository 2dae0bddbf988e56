/** The lag that one worker environment measured for a show or for the whole queue. Times are ISO 8601. */
export type MeasuredLag = {
  /** Milliseconds from request to decision, or until now if not decided yet. The longest of a batch. */
  readonly lagMs: number;
  /** The longest lag that the environment measured in the last 20 minutes, if it is longer than `lagMs`. */
  readonly highestLagMs?: number | undefined;
  /** The time of the measurement. */
  readonly at: string;
};

/**
 * Milliseconds for which a measured lag is evidence of messages that may still be queued. A failed message
 * is hidden before its lag can be measured again, a dead letter for up to 15 minutes.
 */
export const LAG_WINDOW_MS = 20 * 60 * 1_000;

/** Selects the lags measured within `milliseconds` before `now`. A worker's clock may be ahead of ours. */
const selectRecent = (
  lags: readonly MeasuredLag[],
  now: Date,
  milliseconds: number,
): readonly MeasuredLag[] =>
  lags.filter(({ at }) => now.getTime() - Date.parse(at) <= milliseconds);

/**
 * Milliseconds for which a lag is used to estimate the wait. Busy workers measure every ten seconds. An
 * older value comes from a worker that has stopped, or from before the rush ended.
 */
const FRESH_MS = 60_000;

/** The longest lag that any worker measured in the last minute. Undefined if there is no measurement. */
export const findLongestFreshLag = (
  lags: readonly MeasuredLag[],
  now: Date,
): MeasuredLag | undefined =>
  selectRecent(lags, now, FRESH_MS).toSorted((a, b) => b.lagMs - a.lagMs)[0];

/**
 * Estimates the milliseconds from a request to its decision: the longest lag that any worker measured
 * in the last minute. Returns undefined if there is no measurement, which means that waits are short.
 */
export const estimateWaitMs = (lags: readonly MeasuredLag[], now: Date): number | undefined =>
  findLongestFreshLag(lags, now)?.lagMs;

const MS_PER_SECOND = 1_000;

/** Seconds. Even a buyer who waits for minutes should learn the outcome soon, and an estimate can be wrong. */
const MAX_RETRY_AFTER_SECONDS = 10;

/**
 * Chooses the whole seconds until the next poll, 1 to 10: at random in the second half of the estimated
 * wait, so that clients that started together do not poll together.
 *
 * @param waitMs the estimated wait. Undefined means a short wait.
 * @param random like Math.random: at least 0 and below 1.
 */
export function chooseRetryAfterSeconds(waitMs: number | undefined, random: () => number): number {
  const wait = Math.ceil((waitMs ?? 0) / MS_PER_SECOND);
  const latest = Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, wait));
  const earliest = Math.ceil(latest / 2);
  return earliest + Math.floor(random() * (latest - earliest + 1));
}

/**
 * The redelivery delay of a failed message doubles each time, so the next lag of the same purchase is at
 * most about twice the measured one.
 */
const LAG_FACTOR = 2;

/**
 * Milliseconds. Covers what is not measured: lags too short to be recorded, ten seconds between two
 * measurements, a cached show that is a second old, and clock differences.
 */
const MARGIN_MS = 60_000;

/**
 * Whether every purchase that was queued before the sold-out latch must have been decided by now. If so,
 * a buyer without a record has no pending purchase from before the latch.
 *
 *     queued ── latch ──── 2 × the longest lag of the last twenty minutes + a minute ───▶ settled
 *
 * @param lags the lags that all workers measured for the show. If the table could not be read, the latch
 *   is not settled: the caller must handle that case and not pass an empty list.
 */
export function isLatchSettled(
  soldOutAt: string,
  lags: readonly MeasuredLag[],
  now: Date,
): boolean {
  const longest = selectRecent(lags, now, LAG_WINDOW_MS).reduce(
    (most, { lagMs, highestLagMs = 0 }) => Math.max(most, lagMs, highestLagMs),
    0,
  );
  return now.getTime() - Date.parse(soldOutAt) > LAG_FACTOR * longest + MARGIN_MS;
}

/**
 * Milliseconds after which no purchase is undecided any more: SQS has deleted its message, unless a person
 * keeps it among the parked ones. The retention of the purchases queue in `@willcall/topology`.
 */
export const MAX_UNDECIDED_MS = 14 * 24 * 60 * 60 * 1_000;

/**
 * Whether a purchase that was requested before a change may still be undecided.
 *
 * @param since when the change was made, in milliseconds since 1970.
 */
export const mayBeUndecided = (since: number, now: Date): boolean =>
  now.getTime() - since < MAX_UNDECIDED_MS;
