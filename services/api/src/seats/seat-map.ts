import type { SeatMap } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import { listSeats as listRecords, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { findShow } from '../shows/show-resource.ts';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { seatResource } from './seat-resource.ts';

/** Seats per page: about 60 KB of JSON. */
const SEATS_PER_PAGE = 500;
/** Milliseconds that a page is cached, here and in browsers. */
const PAGE_TTL_MS = 1_000;
const CACHE_CONTROL = `public, max-age=${PAGE_TTL_MS / 1_000}`;
/** Cached pages: a tenth of the function's memory. Only cursors that we signed lead to a page. */
const MAX_PAGES = 500;

/** A page of a show's seat map: the first one, or the one after a seat. */
type PageOfMap = { readonly showId: string; readonly after?: string | undefined };

/** The list that a cursor belongs to. */
const seatList = (showId: string): readonly string[] => ['seats', showId];

/**
 * `GET /shows/{showId}/seats?cursor`: a page of the seat map, at most a second old. An environment reads
 * each page at most once a second, whatever the traffic.
 *
 * @throws ProblemError INVALID_CURSOR, SHOW_NOT_FOUND
 */
export function listSeats(
  store: Store<'shows' | 'seats'>,
  keys: () => Promise<PurchaseIdKeys>,
): Handler<'listSeats'> {
  const pages = new LRUCache<string, SeatMap, PageOfMap>({
    max: MAX_PAGES,
    ttl: PAGE_TTL_MS,
    fetchMethod: (_key, _stale, { context }) => readPage(store, context, keys),
  });
  return async ({ path: { showId }, query: { cursor } }) => {
    const [after] = cursor === undefined ? [] : readCursor(seatList(showId), cursor, await keys());
    // No id contains a slash.
    const key = `${showId}/${after ?? ''}`;
    const answer = await pages.forceFetch(key, { context: { showId, after } });
    return { headers: { 'cache-control': CACHE_CONTROL }, answer };
  };
}

async function readPage(
  store: Store<'shows' | 'seats'>,
  { showId, after }: PageOfMap,
  keys: () => Promise<PurchaseIdKeys>,
): Promise<SeatMap> {
  const show = await findShow(store, showId);
  if (show.seating === 'GENERAL') return { seats: [] };
  const { records: seats, next } = await listRecords(store, show, { limit: SEATS_PER_PAGE, after });
  return {
    seats: seats.map((seat) => seatResource(show, seat)),
    ...(next === undefined
      ? {}
      : { nextCursor: writeCursor(seatList(showId), [next], await keys()) }),
  };
}
