import type { PurchaseIdKeys } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  isPurchaseRecordKey,
  listPurchasePage,
  type PurchaseRecord,
  type Store,
} from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `GET /users/{userId}/purchases?limit&cursor`: a page of a buyer's decided purchases, newest first,
 * without erased ones. Pages follow one another in the order of the purchase keys, so that a page costs
 * the same however much the buyer has bought. A list that fits one page is thereby newest first as a
 * whole. A page can be shorter than its limit. A cursor is a position in the order of the keys, so it
 * stays valid when its purchase is erased.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listPurchases =
  (store: Store<'purchases'>, keys: () => Promise<PurchaseIdKeys>): Handler<'listPurchases'> =>
  async ({ path: { userId }, query: { limit, cursor } }) => {
    const list = ['purchases', userId];
    const after = cursor === undefined ? undefined : readPosition(list, cursor, await keys());
    const { records: purchases, next } = await listPurchasePage(store, userId, limit, after);
    return {
      purchases: purchases
        .filter(({ erasedAt }) => erasedAt === undefined)
        .sort(newestFirst)
        .map(purchaseResource),
      ...(next === undefined ? {} : { nextCursor: writeCursor(list, [next], await keys()) }),
    };
  };

function readPosition(list: readonly string[], cursor: string, keys: PurchaseIdKeys): string {
  const [recordKey] = readCursor(list, cursor, keys);
  // An earlier release signed the time of the request first, which is not a position.
  if (!isPurchaseRecordKey(recordKey)) throw new ProblemError('INVALID_CURSOR');
  return recordKey;
}

type Sortable = Pick<PurchaseRecord, 'requestedAt' | 'recordKey'>;

/** The order within a page, the same at every read: by request time, then by key. */
export const newestFirst = (a: Sortable, b: Sortable): number =>
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt) || compareText(a.recordKey, b.recordKey);

const compareText = (a: string, b: string): number => Number(a > b) - Number(a < b);
