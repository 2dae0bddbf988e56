import type { SeatMap } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { listSeats, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { writeCursor } from '../lists/signed-cursor.ts';
import { foundShow } from '../shows/found-show.ts';
import { seatResource } from './seat-resource.ts';

/** Seats of one page: some 60 KB of JSON. */
const SEATS_PER_PAGE = 500;
/** Milliseconds that a page may be given out again; browsers are told the same. */
export const PAGE_LIVES_MS = 1_000;
/** Pages kept: a tenth of the function's memory. Only cursors of ours lead to a page. */
const MOST_PAGES = 500;

/** Which page of whose map: the first one, or the one after a seat. */
export type PageOfMap = { readonly showId: string; readonly after?: string | undefined };

/** The list that a cursor is of. */
export const seatList = (showId: string): readonly string[] => ['seats', showId];

/**
 * Pages of seat maps, each at most a second old: however many look at a map, an environment reads each
 * page once a second.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export function seatMaps(
  store: Store<'shows' | 'seats'>,
  keys: () => Promise<PurchaseIdKeys>,
): (page: PageOfMap) => Promise<SeatMap> {
  const pages = new LRUCache<string, SeatMap, PageOfMap>({
    max: MOST_PAGES,
    ttl: PAGE_LIVES_MS,
    fetchMethod: (_key, _stale, { context }) => readPage(store, context, keys),
  });
  return (page) =>
    // No id has a slash in it.
    pages.forceFetch(`${page.showId}/${page.after ?? ''}`, { context: page });
}

async function readPage(
  store: Store<'shows' | 'seats'>,
  { showId, after }: PageOfMap,
  keys: () => Promise<PurchaseIdKeys>,
): Promise<SeatMap> {
  const show = await foundShow(store, showId);
  if (show.seating === 'GENERAL') return { seats: [] };
  const { seats, next } = await listSeats(store, show, { limit: SEATS_PER_PAGE, after });
  return {
    seats: seats.map((seat) => seatResource(show, seat)),
    ...(next === undefined
      ? {}
      : { nextCursor: writeCursor(seatList(showId), [next], await keys()) }),
  };
}
