import {
  listShows,
  positionOf,
  type ShowPosition,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { mayHaveMoved, RECENT_MS } from './may-have-moved.ts';

/** Of at most some 1 KB each: 25 read units a page. */
const PAGE_SHOWS = 200;

/** Pages of coming shows that a turn reads at most: 10,000 shows, 1,250 read units. */
const MOST_PAGES = 50;

export type RecentShows = {
  readonly shows: readonly Pick<ShowRecord, 'showId'>[];
  /** Whether there are more coming shows than a turn lists; the latest to start are then left out. */
  readonly isCut: boolean;
};

/**
 * The shows, by start, whose stock may have moved within the last day: of those that begin in future
 * or began within that day.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function recentShows(store: Store<'shows'>, now: Date): Promise<RecentShows> {
  const begun = new Date(now.getTime() - RECENT_MS).toISOString();
  let after: ShowPosition | undefined = positionOf({ startsAt: begun, showId: '' });
  const shows: ShowRecord[] = [];
  for (let page = 0; page < MOST_PAGES && after !== undefined; page += 1) {
    const listed: Awaited<ReturnType<typeof listShows>> = await listShows(store, PAGE_SHOWS, after);
    shows.push(...listed.shows.filter((show) => mayHaveMoved(show, now)));
    after = listed.next;
  }
  return { shows, isCut: after !== undefined };
}
