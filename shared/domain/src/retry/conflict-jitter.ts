/** Milliseconds: about one transaction. Doubled at each round, up to the most. */
const BASE_MS = 10;
const MOST_MS = 300;

/**
 * Milliseconds to wait after a conflict with another transaction, at random below a bound that grows by
 * the round, so that those who met do not meet again ("full jitter").
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param round from 0.
 * @param random as Math.random: from 0 up to 1.
 */
export const conflictJitterMs = (round: number, random: () => number): number =>
  random() * Math.min(MOST_MS, BASE_MS * 2 ** round);
