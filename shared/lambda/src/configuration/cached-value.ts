import { LRUCache } from 'lru-cache';

/** Milliseconds: a dozen reads an hour at most, for each environment, and a rotation known soon. */
const FRESH_MS = 5 * 60_000;

/** Milliseconds until a reading that failed is tried again, while the older value is good enough. */
const RETRY_MS = 30_000;

/** Milliseconds. Nothing can be answered without a first value, but a function's time is short. */
const FIRST_TIMEOUT_MS = 4_000;

/** Milliseconds that a request may be held up to have a newer value than the one at hand. */
const REFRESH_TIMEOUT_MS = 500;

/** Each cache holds one value. */
const KEY = 'value';

/**
 * Keeps what `read` gives for some minutes, then reads again. When that fails or is slow, the older
 * value is good for longer: whoever keeps the original being out of reach must not stop a sale.
 * Callers at the same time share one reading.
 *
 * @param read must heed its signal, which ends a slow reading.
 */
export function cacheWithRefresh<T extends NonNullable<unknown>>(
  read: (signal: AbortSignal) => Promise<T>,
  clock: () => Date,
): () => Promise<T> {
  const cache = new LRUCache<typeof KEY, T>({
    max: 1,
    // The cache takes a value for stale once more than its time has passed, and one of time 0 never.
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

/** Reads at the first call and keeps that for the life of the environment. A failure is not kept. */
export function cacheOnce<T extends NonNullable<unknown>>(
  read: () => Promise<T>,
): () => Promise<T> {
  const cache = new LRUCache<typeof KEY, T>({ max: 1, fetchMethod: () => read() });
  return () => cache.forceFetch(KEY);
}
