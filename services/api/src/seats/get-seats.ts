import { type SeatMap, ShowId } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { type HttpEvent, type HttpReply, ProblemError, parse, readRequest } from '@willcall/lambda';
import * as z from 'zod';
import { readCursor } from '../lists/signed-cursor.ts';
import { PAGE_LIVES_MS, type PageOfMap, seatList } from './seat-map.ts';

const SeatsQuery = z.strictObject({ cursor: z.string().max(512).optional() });

const CACHE_CONTROL = `public, max-age=${PAGE_LIVES_MS / 1_000}`;

/**
 * `GET /shows/{showId}/seats?cursor`: a page of the seat map, at most a second old.
 *
 * @throws ProblemError INVALID_REQUEST, INVALID_CURSOR, SHOW_NOT_FOUND
 */
export const getSeats =
  (maps: (page: PageOfMap) => Promise<SeatMap>, keys: () => Promise<PurchaseIdKeys>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { path, query } = readRequest(event);
    const { cursor } = parse(SeatsQuery, query);
    const showId = ShowId.safeParse(path.showId);
    if (!showId.success) throw new ProblemError('SHOW_NOT_FOUND');
    const [after] =
      cursor === undefined ? [] : readCursor(seatList(showId.data), cursor, await keys());
    const body = await maps({ showId: showId.data, after });
    return { status: 200, headers: { 'cache-control': CACHE_CONTROL }, body };
  };
