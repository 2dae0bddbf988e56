import { LAG_WINDOW_MS, type MeasuredLag, measuredWithin } from './measured-lag.ts';

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
  const longest = measuredWithin(lags, now, LAG_WINDOW_MS).reduce(
    (most, { lagMs, highestLagMs = 0 }) => Math.max(most, lagMs, highestLagMs),
    0,
  );
  return now.getTime() - Date.parse(soldOutAt) > LAG_FACTOR * longest + MARGIN_MS;
}
