import type { PurchaseIdKeys } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import { listPurchases as listRecords, type PurchaseRecord, type Store } from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `GET /users/{userId}/purchases?limit&cursor`: a buyer's decided purchases, newest first, without
 * erased ones. The list is short, so it is read whole and needs no index. A cursor is a position in the
 * order of the list, so it stays valid when its purchase is erased.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listPurchases =
  (store: Store<'purchases'>, keys: () => Promise<PurchaseIdKeys>): Handler<'listPurchases'> =>
  async ({ path: { userId }, query: { limit, cursor } }) => {
    const list = ['purchases', userId];
    const after = cursor === undefined ? undefined : readPosition(list, cursor, await keys());

    const { records } = await listRecords(store, userId);
    const purchases = records
      .filter(({ erasedAt }) => erasedAt === undefined)
      .filter((purchase) => after === undefined || newestFirst(after, purchase) < 0)
      .sort(newestFirst);
    const page = purchases.slice(0, limit);
    const last = page.at(-1);
    const isMore = last !== undefined && limit < purchases.length;
    return {
      purchases: page.map(purchaseResource),
      ...(isMore
        ? { nextCursor: writeCursor(list, [last.requestedAt, last.recordKey], await keys()) }
        : {}),
    };
  };

function readPosition(list: readonly string[], cursor: string, keys: PurchaseIdKeys): Sortable {
  const [requestedAt, recordKey] = readCursor(list, cursor, keys);
  // Earlier releases signed only the key, which is not a position.
  if (recordKey === undefined) throw new ProblemError('INVALID_CURSOR');
  return { requestedAt, recordKey };
}

type Sortable = Pick<PurchaseRecord, 'requestedAt' | 'recordKey'>;

/** The order of a buyer's list, the same at every read: by request time, then by key. */
export const newestFirst = (a: Sortable, b: Sortable): number =>
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt) || compareText(a.recordKey, b.recordKey);

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);
