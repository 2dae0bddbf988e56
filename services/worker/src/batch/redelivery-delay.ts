/** Seconds. Long enough for a throttled table to recover, short enough for a buyer to still be there. */
const LONGEST_DELAY = 300;

/**
 * Seconds until a message comes back: the base at its first failure, doubled at each further one.
 *
 * @param receiveCount how often it was received, this time included.
 */
export const redeliveryDelay = (
  receiveCount: number,
  baseSeconds: number,
  longestSeconds = LONGEST_DELAY,
): number => Math.min(longestSeconds, baseSeconds * 2 ** Math.max(0, receiveCount - 1));
