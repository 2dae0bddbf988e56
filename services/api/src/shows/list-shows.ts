import { known } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  getShowPosition,
  listShows as listRecords,
  readShow,
  type ShowPosition,
  type Store,
} from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { showResource } from './show-resource.ts';

const LIST = ['shows'];

/** `GET /shows?limit&cursor`: shows in the order of their start. @throws ProblemError INVALID_CURSOR */
export const listShows =
  (store: Store<'shows'>, keys: () => Promise<PurchaseIdKeys>): Handler<'listShows'> =>
  async ({ query: { limit, cursor } }) => {
    const after =
      cursor === undefined
        ? undefined
        : await requireCurrent(store, readPosition(cursor, await keys()));
    const { shows, next } = await listRecords(store, limit, after);
    return {
      shows: shows.map(showResource),
      ...(next === undefined
        ? {}
        : { nextCursor: writeCursor(LIST, [next.month, next.startKey], await keys()) }),
    };
  };

function readPosition(cursor: string, keys: PurchaseIdKeys): ShowPosition {
  const [month, startKey] = readCursor(LIST, cursor, keys);
  return { month, startKey: known(startKey, 'start key in a signed cursor') };
}

/** Checks that the show is still at this position (1 read unit). Otherwise the list could skip or repeat shows. */
async function requireCurrent(
  store: Store<'shows'>,
  position: ShowPosition,
): Promise<ShowPosition> {
  const showId = known(position.startKey.split('#')[1], 'show id in a start key');
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined || getShowPosition(show).startKey !== position.startKey) {
    throw new ProblemError('INVALID_CURSOR');
  }
  return position;
}
