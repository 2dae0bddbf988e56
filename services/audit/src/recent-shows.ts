import {
  getShowPosition,
  listShows,
  type ShowPosition,
  type ShowRecord,
  type Store,
} from '@willcall/store';

/** Of at most some 1 KB each: 25 read units a page. */
const PAGE_SHOWS = 200;

/** Pages of coming shows that a turn reads at most: 10,000 shows, 1,250 read units. */
const MAX_PAGES = 50;

type RecentShows = {
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
export async function findRecentShows(store: Store<'shows'>, now: Date): Promise<RecentShows> {
  const begun = new Date(now.getTime() - RECENT_MS).toISOString();
  let after: ShowPosition | undefined = getShowPosition({ startsAt: begun, showId: '' });
  const shows: ShowRecord[] = [];
  for (let page = 0; page < MAX_PAGES && after !== undefined; page += 1) {
    const listed: Awaited<ReturnType<typeof listShows>> = await listShows(store, PAGE_SHOWS, after);
    shows.push(...listed.shows.filter((show) => mayHaveChanged(show, now)));
    after = listed.next;
  }
  return { shows, isCut: after !== undefined };
}

/** Milliseconds after a sale's end in which its books are still looked at: its cancellations, and repairs. */
const RECENT_MS = 24 * 60 * 60 * 1_000;

/** What tells whether a show's stock may have moved. */
export type SaleTimes = Pick<
  ShowRecord,
  'startsAt' | 'onSale' | 'pausedAt' | 'saleOpensAt' | 'saleClosesAt' | 'cancelledAt'
>;

/**
 * Whether tickets of a show may have been sold or given back within the last day: its sale has
 * opened, and had not ended, or was not paused, a day ago.
 */
export function mayHaveChanged(show: SaleTimes, now: Date): boolean {
  const aDayAgo = now.getTime() - RECENT_MS;
  const isOpen = show.saleOpensAt === undefined || Date.parse(show.saleOpensAt) <= now.getTime();
  const endedLongAgo = [
    show.startsAt,
    show.saleClosesAt,
    show.cancelledAt,
    show.onSale ? undefined : show.pausedAt,
  ].some((end) => end !== undefined && Date.parse(end) < aDayAgo);
  const wasNeverOnSale = !show.onSale && show.pausedAt === undefined;
  return isOpen && !endedLongAgo && !wasNeverOnSale;
}

/** Minutes from one turn to the next: that of the schedule. */
export const TURN_MINUTES = 15;

/**
 * Shows that one turn audits at most. One of 64 buckets costs 131 read units, so that a turn of
 * nothing else reads 26,200, and one of small houses (4 buckets) 2,200.
 */
const MAX_SHOWS = 200;

const TURN_MS = TURN_MINUTES * 60_000;

/**
 * The shows that the turn of a moment audits: all of them, or where they are too many every second,
 * third, … show, and the others in the turns that follow. The clock says which, so that nothing need
 * be remembered between two environments.
 *
 * @example
 * showsOfTurn(['a', 'b', 'c'], new Date(0), 2); // ['a', 'c'], and 15 minutes later ['b']
 */
export function selectShowsOfTurn<Show>(
  shows: readonly Show[],
  now: Date,
  mostShows: number = MAX_SHOWS,
): Show[] {
  const slices = Math.max(1, Math.ceil(shows.length / mostShows));
  const slice = Math.floor(now.getTime() / TURN_MS) % slices;
  return shows.filter((_, index) => index % slices === slice);
}
