import { LRUCache } from 'lru-cache';

/** Milliseconds. At most twelve reads an hour per environment, and a rotation is seen soon. */
const FRESH_MS = 5 * 60_000;

/** Milliseconds before a failed refresh is retried while the older value is still used. */
const RETRY_MS = 30_000;

/**
 * Milliseconds for the first read. No request can be answered without a value, but the function has
 * little time.
 */
const FIRST_TIMEOUT_MS = 4_000;

/** Milliseconds that a request waits for a refresh before it uses the older value. */
const REFRESH_TIMEOUT_MS = 500;

/** Each cache holds one value. */
const KEY = 'value';

/**
 * Caches what `read` returns for five minutes, then reads again. If a refresh fails or takes too
 * long, the older value stays in use, because an outage of the source must not stop a sale.
 * Concurrent callers share one read.
 *
 * @param read must observe its signal, which aborts a slow read.
 */
export function cacheWithRefresh<T extends NonNullable<unknown>>(
  read: (signal: AbortSignal) => Promise<T>,
  clock: () => Date,
): () => Promise<T> {
  const cache = new LRUCache<typeof KEY, T>({
    max: 1,
    // The cache treats a value as stale once more than its TTL has passed, and never if the TTL is
    // 0.
    ttl: FRESH_MS - 1,
    perf: { now: () => clock().getTime() + 1 },
    ttlResolution: 0,
    fetchMethod: async (_key, older, { options }) => {
      const timeoutMs = older === undefined ? FIRST_TIMEOUT_MS : REFRESH_TIMEOUT_MS;
      try {
        return await read(AbortSignal.timeout(timeoutMs));
      } catch (error) {
        if (older === undefined) throw error;
        options.ttl = RETRY_MS - 1;
        return older;
      }
    },
  });
  return () => cache.forceFetch(KEY);
}
