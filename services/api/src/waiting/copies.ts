import { LRUCache } from 'lru-cache';
import { withPatience } from './with-patience.ts';

/** Milliseconds that a copy may be used: one read a second and key per environment. */
const COPY_LIVES_MS = 1_000;
/** Copies kept, so that requests for invented keys cannot fill the memory. */
const MOST_COPIES = 1_000;

type Original<T> = {
  readonly read: (key: string) => Promise<T | 'unknown'>;
  readonly onFailure: (key: string, error: unknown) => void;
  /** Milliseconds; the copy is `unknown` to whoever would have to wait for longer. */
  readonly patienceMs: number;
};

/**
 * Copies of what is read by a key, at most a second old: for what can be said to a buyer at once.
 * Never throws and never waits long; `unknown` when the read failed, was slow, or found nothing.
 */
export function copies<T>({
  read,
  onFailure,
  patienceMs,
}: Original<T>): (key: string) => Promise<T | 'unknown'> {
  const copyOf = async (key: string): Promise<T | 'unknown'> => {
    try {
      return await read(key);
    } catch (error) {
      onFailure(key, error);
      return 'unknown';
    }
  };
  const kept = new LRUCache<string, { copy: T | 'unknown' }>({
    max: MOST_COPIES,
    ttl: COPY_LIVES_MS,
    // What does not exist is remembered as well, and so is a failure: or each request would be a read,
    // just when the table has too much to do.
    fetchMethod: async (key) => ({ copy: await copyOf(key) }),
  });
  return async (key) => (await withPatience(patienceMs, kept.fetch(key)))?.copy ?? 'unknown';
}
