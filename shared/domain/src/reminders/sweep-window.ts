/**
 * Minutes before the last swept one that a sweep looks at again: a reminder may be set in a minute
 * that was swept a moment before.
 *
 *     ──┬─────────┬──────────────┬────────────▶ time
 *       │ 5 min   │ 2 min        └ set: what was due more than 2 minutes before is put already fired,
 *       │         └ everything from here on is set to be fired, …
 *       └ … and the next sweep looks at it, with 3 minutes to spare for clocks that differ
 */
export const SWEEP_OVERLAP_MINUTES = 5;

const SET_FIRED_AFTER_MS = 2 * 60_000;

/** Whether a reminder that is set now is due so long ago that no sweep may come by it any more. */
export const isBehindSweep = (dueAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(dueAt) > SET_FIRED_AFTER_MS;
