import type { Log } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';

/** Milliseconds that a copy may be used: one read of 0.5 units a second and show per environment. */
const COPY_LIVES_MS = 1_000;
/** Milliseconds that a buyer waits for a copy. What is slower is decided by the worker. */
const PATIENCE_MS = 150;
/** Copies kept, so that requests for invented shows cannot fill the memory. */
const MOST_COPIES = 1_000;

/** What is known of a show at this moment; `unknown` when the read failed, was slow, or found none. */
export type ShowCopy = ShowRecord | 'unknown';

/**
 * Copies of shows, at most a second old: for what can be said to a buyer at once. Never throws and
 * never waits long: with no copy the purchase is simply queued.
 */
export function showCopies(store: Store<'shows'>, log: Log): (showId: string) => Promise<ShowCopy> {
  const copies = new LRUCache<string, { copy: ShowCopy }>({
    max: MOST_COPIES,
    ttl: COPY_LIVES_MS,
    // A show that does not exist is remembered as well, and so is a failure: or each request would be
    // a read, just when the table has too much to do.
    fetchMethod: async (showId) => ({ copy: await copyOf(store, showId, log) }),
  });

  return async (showId) => {
    const patience = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => patience.resolve(undefined), PATIENCE_MS);
    const found = await Promise.race([copies.fetch(showId), patience.promise]);
    clearTimeout(timer);
    return found?.copy ?? 'unknown';
  };
}

async function copyOf(store: Store<'shows'>, showId: string, log: Log): Promise<ShowCopy> {
  try {
    return (await readShow(store, showId, { consistent: false })) ?? 'unknown';
  } catch (error) {
    log.warn('No copy of the show: purchases are queued without it', { showId, error });
    return 'unknown';
  }
}
