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
export const measuredWithin = (
  lags: readonly MeasuredLag[],
  now: Date,
  milliseconds: number,
): readonly MeasuredLag[] =>
  lags.filter(({ at }) => now.getTime() - Date.parse(at) <= milliseconds);
