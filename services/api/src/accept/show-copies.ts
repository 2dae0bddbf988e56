import type { Log } from '@willcall/lambda';
import { readShow, type ShowRecord, type Store } from '@willcall/store';
import { copies } from '../waiting/copies.ts';

/** What is known of a show at this moment; `unknown` when the read failed, was slow, or found none. */
export type ShowCopy = ShowRecord | 'unknown';

/**
 * Copies of shows, at most a second old, of 0.5 read units each: for what can be said to a buyer at
 * once. Never throws and never waits long: with no copy the purchase is simply queued.
 */
export const showCopies = (
  store: Store<'shows'>,
  log: Log,
  patienceMs: number,
): ((showId: string) => Promise<ShowCopy>) =>
  copies({
    read: async (showId) => (await readShow(store, showId, { consistent: false })) ?? 'unknown',
    onFailure: (showId, error) =>
      log.warn('No copy of the show: purchases are queued without it', { showId, error }),
    patienceMs,
  });
