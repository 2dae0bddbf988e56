import { LRUCache } from 'lru-cache';

/** Milliseconds that a copy is kept. */
const COPY_TTL_MS = 1_000;
/** Kept copies, unless they are large. The limit keeps requests for invented keys from filling the memory. */
const MAX_COPIES = 1_000;

/** The copies of an environment: each key is read at most once a second, whatever arrives. */
export type Copies<T> = {
  /** @throws the error of the reading. Failures are not kept. */
  readonly read: (key: string) => Promise<T>;
  /** Drops a copy after a change, so that the next request to this environment sees the change. */
  readonly drop: (key: string) => void;
};

/**
 * Keeps for a second what an answer must have. The second starts when the reading starts. (`cacheReads` keeps
 * what an answer can do without.) It does not use the cache's own `fetch`: that one starts the second after the
 * read, and a dropped copy would fail the requests that wait for it.
 */
export function keepCopies<T>(
  read: (key: string) => Promise<T>,
  { clock, most = MAX_COPIES }: { readonly clock: () => Date; readonly most?: number },
): Copies<T> {
  const copies = new LRUCache<string, Promise<T>>({
    max: most,
    ttl: COPY_TTL_MS,
    ttlResolution: 0,
    perf: { now: () => clock().getTime() },
  });
  return {
    drop: (key) => void copies.delete(key),
    read: async (key) => {
      const known = copies.get(key);
      if (known !== undefined) return known;
      const copy = read(key);
      copies.set(key, copy);
      try {
        return await copy;
      } catch (error) {
        // A later request may have replaced the copy that failed.
        if (copies.peek(key) === copy) copies.delete(key);
        throw error;
      }
    },
  };
}
