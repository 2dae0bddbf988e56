import { AsyncLocalStorage } from 'node:async_hooks';

/** Milliseconds: about one transaction. Doubled after each attempt, up to the maximum. */
const BASE_MS = 10;
const MAX_MS = 300;

/** The result of an attempt that did not succeed: try again after the delay, or at once. */
export type Retry = 'again' | 'at-once';

/** The delay for 'again'. Without a delay, 'again' means at once. */
type RetryDelay =
  | {
      /** Milliseconds to wait after attempt `nth` (from 0) returned 'again', e.g. conflictJitterMs. */
      readonly delayMs: (nth: number) => number;
      readonly wait: (milliseconds: number) => Promise<unknown>;
    }
  | { readonly delayMs?: undefined; readonly wait?: undefined };

/** How many attempts to make, and what to do between two attempts and after the last one. */
export type RetryOptions = RetryDelay & {
  /** The maximum number of attempts: at least one. */
  readonly attempts: number;
  /** Ends the retries and throws its reason. `wait` should observe it too. */
  readonly signal?: AbortSignal;
  /** Makes the error that is thrown if the last attempt did not succeed. */
  readonly exhausted: () => Error;
};

/**
 * Retries an optimistic write: calls `attempt` until it returns a value. Each attempt must read again
 * the items that its write depends on. An attempt that throws is not retried.
 *
 * @param attempt receives its number, starting at 0.
 * @throws the error of `exhausted`, the reason of the signal, and every error that an attempt throws
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
 * Milliseconds to wait after a conflict with another transaction: a random number below a bound that
 * grows with each attempt, so that the same transactions do not conflict again ("full jitter").
 * Source: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param nth the number of the attempt, starting at 0.
 * @param random like Math.random: at least 0 and below 1.
 */
export const conflictJitterMs = (nth: number, random: () => number): number =>
  random() * Math.min(MAX_MS, BASE_MS * 2 ** nth);

const invocation = new AsyncLocalStorage<() => number>();

/**
 * Runs an invocation of a function. Everything that it calls can ask for the time left, so that no retry
 * goes on until the function is stopped without an answer.
 *
 * @param left returns the milliseconds left until the function's timeout.
 */
export const withinTime = <T>(left: () => number, work: () => Promise<T>): Promise<T> =>
  invocation.run(left, work);

/** The milliseconds left of the running invocation. Infinity outside of one, as in a command. */
export const timeLeft = (): number => invocation.getStore()?.() ?? Number.POSITIVE_INFINITY;
