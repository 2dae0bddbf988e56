import { listTickets as listTicketsOf, type PurchaseIdKeys } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import { readSoldPage, type SoldPosition, type Store } from '@willcall/store';
import { findShow } from '../shows/show-resource.ts';
import { readCursor, writeCursor } from '../signed-cursor.ts';

/** The list that a cursor belongs to. */
const ticketList = (showId: string): readonly string[] => ['tickets', showId];

/**
 * `GET /shows/{showId}/tickets?cursor`: a page of the tickets of a show, from its journal. What all pages
 * cost depends on the show alone: 1 read unit for each purchase and 4 KB of journal.
 *
 * @throws ProblemError INVALID_CURSOR, SHOW_NOT_FOUND
 */
export const listTickets =
  (
    store: Store<'shows' | 'journal' | 'purchases'>,
    keys: () => Promise<PurchaseIdKeys>,
  ): Handler<'listTickets'> =>
  async ({ path: { showId }, query: { cursor } }) => {
    const list = ticketList(showId);
    const from =
      cursor === undefined ? { shard: 0 } : toPosition(readCursor(list, cursor, await keys()));
    const { purchases, leftOut, next } = await readSoldPage(
      store,
      await findShow(store, showId),
      from,
    );
    return {
      tickets: purchases.flatMap(listTicketsOf),
      leftOut,
      ...(next === undefined
        ? {}
        : { nextCursor: writeCursor(list, toCursor(next), await keys()) }),
    };
  };

const toCursor = ({ shard, after }: SoldPosition): readonly [string, ...string[]] =>
  after === undefined ? [String(shard)] : [String(shard), after];

/** Only positions that we signed get here. */
const toPosition = ([shard, after]: readonly [string, ...string[]]): SoldPosition => ({
  shard: Number(shard),
  after,
});
