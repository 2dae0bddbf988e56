/** What one worker environment has measured of a show, or of the whole queue. Times are ISO 8601. */
export type MeasuredLag = {
  /** Milliseconds from the request to its decision, or until now where it is not decided: the longest of a batch. */
  readonly lagMs: number;
  /** The longest that the same environment has measured in the last twenty minutes, when that is more. */
  readonly highestLagMs?: number | undefined;
  /** When it was measured. */
  readonly at: string;
};

/**
 * Milliseconds for which a measured lag counts as evidence of what may still be queued: a message that
 * failed stays away before anybody can measure its lag again, a dead letter for up to 15 minutes.
 */
export const LAG_WINDOW_MS = 20 * 60 * 1_000;

/** Those measured within so many milliseconds before `now`. A worker's clock may be ahead of ours. */
const selectRecent = (
  lags: readonly MeasuredLag[],
  now: Date,
  milliseconds: number,
): readonly MeasuredLag[] =>
  lags.filter(({ at }) => now.getTime() - Date.parse(at) <= milliseconds);

/**
 * Milliseconds for which a lag is told to those who wait. Busy workers measure every ten seconds; what
 * is older was measured by one that has stopped, or before the rush was over.
 */
const FRESH_MS = 60_000;

/**
 * Milliseconds that a purchase takes at present, from its request to its decision: the longest that
 * any worker has measured in the last minute. Undefined when none has: then nobody waits for long.
 */
export function estimateWaitMs(lags: readonly MeasuredLag[], now: Date): number | undefined {
  const fresh = selectRecent(lags, now, FRESH_MS);
  return fresh.length === 0 ? undefined : Math.max(...fresh.map(({ lagMs }) => lagMs));
}

const MS_PER_SECOND = 1_000;

/** Seconds. Even who waits for minutes wants to know soon that it is over, and an estimate may be wrong. */
const MAX_RETRY_AFTER_SECONDS = 10;

/**
 * Whole seconds until it makes sense to look again, 1 to 10: about the estimated wait, and anywhere in
 * the later half of it, so that a crowd that asked together does not come back together.
 *
 * @param waitMs the estimated wait; undefined: nobody waits for long.
 * @param random as Math.random: from 0 up to 1.
 */
export function chooseRetryAfterSeconds(waitMs: number | undefined, random: () => number): number {
  const wait = Math.ceil((waitMs ?? 0) / MS_PER_SECOND);
  const latest = Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, wait));
  const earliest = Math.ceil(latest / 2);
  return earliest + Math.floor(random() * (latest - earliest + 1));
}

/**
 * A message that failed comes back after a delay that doubles, so the next lag of the same purchase is
 * at most about twice the one that was measured.
 */
const LAG_FACTOR = 2;

/**
 * Milliseconds. Covers what is never measured: lags too short to be told, ten seconds between two
 * measurements, a copy of the show that is a second old, clocks that differ.
 */
const MARGIN_MS = 60_000;

/**
 * Whether everything that was queued before the sold-out latch must have been decided by now, so that
 * a buyer without a record has nothing under way from then.
 *
 *     queued ── latch ──── 2 × the longest lag of the last twenty minutes + a minute ───▶ settled
 *
 * @param lags what all workers have measured of the show. Not known is not the same as none: without
 *   an answer of the table nothing is settled, and that is for the caller to say.
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
