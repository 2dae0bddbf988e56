import { type MeasuredLag, measuredWithin } from './measured-lag.ts';

/**
 * Milliseconds for which a lag is told to those who wait. Busy workers measure every ten seconds; what
 * is older was measured by one that has stopped, or before the rush was over.
 */
const FRESH_MS = 60_000;

/**
 * Milliseconds that a purchase takes at present, from its request to its decision: the longest that
 * any worker has measured in the last minute. Undefined when none has: then nobody waits for long.
 */
export function estimatedWaitMs(lags: readonly MeasuredLag[], now: Date): number | undefined {
  const fresh = measuredWithin(lags, now, FRESH_MS);
  return fresh.length === 0 ? undefined : Math.max(...fresh.map(({ lagMs }) => lagMs));
}
