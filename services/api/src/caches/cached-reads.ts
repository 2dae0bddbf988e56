import { LRUCache } from 'lru-cache';
import * as z from 'zod/mini';

/**
 * Milliseconds that a request waits for an optional read. A DynamoDB read takes a few milliseconds. A slower
 * one is ignored.
 */
const DEFAULT_READ_TIMEOUT_MS = 150;

/** The environment variables of a function with optional reads. */
export const readTimeoutVariables = {
  READ_PATIENCE_MS: z._default(
    z.coerce.number().check(z.int()).check(z.positive()),
    DEFAULT_READ_TIMEOUT_MS,
  ),
};

/** Milliseconds that a value is cached: one read per second, key and environment. */
const VALUE_TTL_MS = 1_000;
/** Cached values. The limit keeps requests for invented keys from filling the memory. */
const MAX_VALUES = 1_000;

type Reads<T> = {
  readonly read: (key: string) => Promise<T | 'unknown'>;
  readonly onFailure: (key: string, error: unknown) => void;
  /** Milliseconds after which a caller gets `unknown`. */
  readonly timeoutMs: number;
  /** Milliseconds that a value is cached. */
  readonly ttlMs?: number;
};

/**
 * Caches values that an answer can do without, by default for one second. (`keepCopies` keeps what it must have.)
 * Never throws, and waits at most for the timeout. A value is `unknown` if the read failed, took too long, or
 * found nothing.
 */
export function cacheReads<T>({
  read,
  onFailure,
  timeoutMs,
  ttlMs = VALUE_TTL_MS,
}: Reads<T>): (key: string) => Promise<T | 'unknown'> {
  const cache = new LRUCache<string, { value: T | 'unknown' }>({
    max: MAX_VALUES,
    ttl: ttlMs,
    // Missing values and failures are cached too. Otherwise every request would cause a read, just when
    // the table is overloaded.
    fetchMethod: async (key) => {
      try {
        return { value: await read(key) };
      } catch (error) {
        onFailure(key, error);
        return { value: 'unknown' };
      }
    },
  });
  return async (key) => (await withTimeout(timeoutMs, cache.fetch(key)))?.value ?? 'unknown';
}

/**
 * The result of some work, or undefined after the timeout. The work then continues, and its later errors
 * are ignored.
 *
 * @throws the error of the work, if it fails before the timeout.
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
