import type { Store } from '../store.ts';
import { findShowsByName } from './find-shows-by-name.ts';
import type { ShowRecord } from './show-record.ts';

/**
 * The shows of exactly this name that begin at `from` (ISO 8601, with milliseconds) or later, by start.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export const findComingShows = (
  store: Store<'shows'>,
  name: string,
  from: string,
): Promise<ShowRecord[]> => findShowsByName(store, name, from);
