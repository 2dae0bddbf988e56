/** Milliseconds: about one transaction. Doubled after each attempt, up to the most. */
const BASE_MS = 10;
const MAX_MS = 300;

/** What an attempt answers that came to nothing: try again after the delay, or at once. */
export type Retry = 'again' | 'at-once';

/** The delay that 'again' means; without one it means at once. */
type RetryDelay =
  | {
      /** Milliseconds to wait after attempt `nth`, from 0, answered 'again', e.g. conflictJitterMs. */
      readonly delayMs: (nth: number) => number;
      readonly wait: (milliseconds: number) => Promise<unknown>;
    }
  | { readonly delayMs?: undefined; readonly wait?: undefined };

/** How often something is tried, and what happens between two attempts and after the last. */
export type RetryOptions = RetryDelay & {
  /** The most attempts: at least one. */
  readonly attempts: number;
  /** Ends the retries with its reason. Let `wait` heed it as well. */
  readonly signal?: AbortSignal;
  /** The error that is thrown when the last attempt came to nothing. */
  readonly exhausted: () => Error;
};

/**
 * Looks and writes until a write holds: calls `attempt` until it answers a value. Each attempt must read
 * anew what its write rests on. What an attempt throws is not tried again.
 *
 * @param attempt is given its number, from 0.
 * @throws the error of `exhausted`, the signal's reason, and whatever an attempt throws
 */
export async function retry<T>(
  attempt: (nth: number) => Promise<T | Retry>,
  { attempts, signal, exhausted, ...delay }: RetryOptions,
): Promise<T> {
  for (let nth = 0; nth < attempts; nth += 1) {
    signal?.throwIfAborted();
    const answer = await attempt(nth);
    if (answer !== 'again' && answer !== 'at-once') return answer;
    if (answer === 'again' && nth < attempts - 1) await delay.wait?.(delay.delayMs(nth));
  }
  throw exhausted();
}

/**
 * Milliseconds to wait after a conflict with another transaction, at random below a bound that grows by
 * the attempt, so that those who met do not meet again ("full jitter").
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param nth from 0.
 * @param random as Math.random: from 0 up to 1.
 */
export const conflictJitterMs = (nth: number, random: () => number): number =>
  random() * Math.min(MAX_MS, BASE_MS * 2 ** nth);
