import { LRUCache } from 'lru-cache';
import * as z from 'zod';

/**
 * Milliseconds that a buyer waits for what would only be good to know. A read of DynamoDB takes a few;
 * what is slower is done without.
 */
const USUAL_PATIENCE_MS = 150;

/** What a function that may do without a read takes from its environment. */
export const patienceVariables = {
  READ_PATIENCE_MS: z.coerce.number().int().positive().default(USUAL_PATIENCE_MS),
};

/** Milliseconds that a value may be used: one read a second and key per environment. */
const VALUE_LIVES_MS = 1_000;
/** Values kept, so that requests for invented keys cannot fill the memory. */
const MOST_VALUES = 1_000;

type Reads<T> = {
  readonly read: (key: string) => Promise<T | 'unknown'>;
  readonly onFailure: (key: string, error: unknown) => void;
  /** Milliseconds; the value is `unknown` to whoever would have to wait for longer. */
  readonly patienceMs: number;
};

/**
 * Values that are read by a key, at most a second old: for what can be said to a buyer at once. It never
 * throws and never waits long; a value is `unknown` when the read failed, was slow, or found nothing.
 */
export function cacheReads<T>({
  read,
  onFailure,
  patienceMs,
}: Reads<T>): (key: string) => Promise<T | 'unknown'> {
  const cache = new LRUCache<string, { value: T | 'unknown' }>({
    max: MOST_VALUES,
    ttl: VALUE_LIVES_MS,
    // What does not exist is remembered as well, and so is a failure: or each request would be a read,
    // just when the table has too much to do.
    fetchMethod: async (key) => {
      try {
        return { value: await read(key) };
      } catch (error) {
        onFailure(key, error);
        return { value: 'unknown' };
      }
    },
  });
  return async (key) => (await withTimeout(patienceMs, cache.fetch(key)))?.value ?? 'unknown';
}

/**
 * What comes of some work within so many milliseconds, or undefined. The work goes on; if it fails
 * later, nobody is told.
 *
 * @throws what the work throws within that time.
 */
export async function withTimeout<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
  const timeout = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => timeout.resolve(undefined), timeoutMs);
  try {
    return await Promise.race([work, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}
