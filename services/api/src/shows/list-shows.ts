import { known } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import {
  getShowPosition,
  listShows as listRecords,
  type ShowPosition,
  type Store,
} from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { showResource } from './show-resource.ts';

/** Dependencies of listing shows and titles. */
export type ListDependencies = {
  readonly store: Store<'shows'>;
  readonly keys: () => Promise<PurchaseIdKeys>;
  readonly clock: () => Date;
};

/** The two lists. A cursor of one is invalid for the other. */
const upcoming = { list: ['shows'], order: 'earliest-first' } as const;
const past = { list: ['shows', 'past'], order: 'latest-first' } as const;

/**
 * `GET /shows?limit&cursor`: the shows that have not begun, in the order of their start. With `past=true`:
 * those that have begun, the latest first. A page starts at a position, now or the cursor's, and reads
 * nothing beyond it. The position stays valid whatever happens to the show that had it. A show that moves
 * while the pages are read can be on two of them, or on none.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listShows =
  ({ store, keys, clock }: ListDependencies): Handler<'listShows'> =>
  async ({ query: { limit, cursor, past: isPast } }) => {
    const { list, order } = isPast === true ? past : upcoming;
    const now = clock();
    const from =
      cursor === undefined
        ? getShowPosition({ startsAt: now.toISOString(), showId: '' })
        : readPosition(list, cursor, await keys());
    const { shows, next } = await listRecords(store, limit, from, order);
    return {
      shows: shows.map((show) => showResource(show, now)),
      ...(next === undefined
        ? {}
        : { nextCursor: writeCursor(list, [next.month, next.startKey], await keys()) }),
    };
  };

function readPosition(list: readonly string[], cursor: string, keys: PurchaseIdKeys): ShowPosition {
  const [month, startKey] = readCursor(list, cursor, keys);
  return { month, startKey: known(startKey, 'start key in a signed cursor') };
}
