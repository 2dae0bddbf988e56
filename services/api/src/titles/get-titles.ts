import { ListQuery, type TitleList } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { type HttpEvent, type HttpReply, parse, readRequest } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import * as z from 'zod';
import { readCursor, writeCursor } from '../lists/signed-cursor.ts';
import { showResource } from '../shows/show-resource.ts';
import { pageOfTitles } from './page-of-titles.ts';

const LIST = ['titles'];

/** A cursor holds a name, of up to 200 bytes, each of which JSON may escape. */
const LONGEST_CURSOR = 1_024;
const TitleQuery = ListQuery.extend({ cursor: z.string().max(LONGEST_CURSOR).optional() });

/**
 * `GET /titles?limit&cursor`: the distinct names of shows, in their order, each with its shows by start.
 * A cursor never grows stale: names keep their order, whatever becomes of their shows.
 *
 * @throws ProblemError INVALID_REQUEST, INVALID_CURSOR
 */
export const getTitles =
  (store: Store<'shows'>, keys: () => Promise<PurchaseIdKeys>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { limit, cursor } = parse(TitleQuery, readRequest(event).query);
    const [after] = cursor === undefined ? [] : readCursor(LIST, cursor, await keys());
    const { titles, next } = await pageOfTitles(store, limit, after);
    const body: TitleList = {
      titles: titles.map(({ name, shows }) => ({ name, shows: shows.map(showResource) })),
      ...(next === undefined ? {} : { nextCursor: writeCursor(LIST, [next], await keys()) }),
    };
    return { status: 200, body };
  };
