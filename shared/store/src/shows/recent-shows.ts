import type { Store } from '../open-store.ts';
import { getShowPosition, listShows, type ShowPosition } from './list-shows.ts';
import type { ShowRecord } from './show-record.ts';

/** Shows per page, at about 1 KB each: 25 read units per page. */
const PAGE_SHOWS = 200;

/** Maximum pages per turn: 10,000 shows, 1,250 read units. */
const MAX_PAGES = 50;

type RecentShows = {
  readonly shows: readonly ShowRecord[];
  /** The ids of listed shows that cannot be read. */
  readonly unreadable: readonly string[];
  /** Whether there are more shows than a turn lists. The latest to start are then skipped. */
  readonly isCut: boolean;
};

/**
 * Lists the shows, by start, whose stock may have changed within the last day. Covers shows that start in
 * the future or started within that day.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord of the calendar
 */
export async function findRecentShows(store: Store<'shows'>, now: Date): Promise<RecentShows> {
  const begun = new Date(now.getTime() - RECENT_MS).toISOString();
  let after: ShowPosition | undefined = getShowPosition({ startsAt: begun, showId: '' });
  const shows: ShowRecord[] = [];
  const unreadable: string[] = [];
  for (let page = 0; page < MAX_PAGES && after !== undefined; page += 1) {
    const listed: Awaited<ReturnType<typeof listShows>> = await listShows(store, PAGE_SHOWS, after);
    shows.push(...listed.shows.filter((show) => mayHaveChanged(show, now)));
    unreadable.push(...listed.unreadable.map(({ key }) => key.showId));
    after = listed.next;
  }
  return { shows, unreadable, isCut: after !== undefined };
}

/** Milliseconds after the end of a sale in which its books are still audited, for cancellations and repairs. */
const RECENT_MS = 24 * 60 * 60 * 1_000;

/** The fields that show whether a show's stock may have changed. */
export type SaleTimes = Pick<
  ShowRecord,
  'startsAt' | 'onSale' | 'pausedAt' | 'saleOpensAt' | 'saleClosesAt' | 'cancelledAt'
>;

/**
 * Whether tickets of a show may have been sold or returned within the last day: its sale has opened, and a
 * day ago it had not ended and was not paused.
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
