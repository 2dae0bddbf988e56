import type { Store } from '../store.ts';
import { readShowOrRemains } from './read-show-or-remains.ts';
import type { ShowRecord } from './show-record.ts';

/**
 * A show, or undefined when there is none. Consistent: 1 read unit; else 0.5, and a write of the last
 * second may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShow(
  store: Store<'shows'>,
  showId: string,
  consistency: { readonly consistent: boolean },
): Promise<ShowRecord | undefined> {
  const show = await readShowOrRemains(store, showId, consistency);
  return show?.removedAt === undefined ? show : undefined;
}
