import { ListQuery, type ShowList } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, parse, readRequest } from '@willcall/lambda';
import { listShows, type Store } from '@willcall/store';
import { readCursor, writeCursor } from './cursor.ts';
import { showResource } from './show-resource.ts';

/** `GET /shows?limit&cursor`: shows by start, first to last. @throws ProblemError INVALID_REQUEST, INVALID_CURSOR */
export const getShows =
  (store: Store<'shows'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { limit, cursor } = parse(ListQuery, readRequest(event).query);
    const after = cursor === undefined ? undefined : readCursor(cursor);
    const { shows, next } = await listShows(store, limit, after);
    const body: ShowList = {
      shows: shows.map(showResource),
      ...(next === undefined ? {} : { nextCursor: writeCursor(next) }),
    };
    return { status: 200, body };
  };
