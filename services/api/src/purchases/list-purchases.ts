import type { PurchaseIdKeys } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import { listPurchases as listRecords, type PurchaseRecord, type Store } from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `GET /users/{userId}/purchases?limit&cursor`: a buyer's decided purchases, newest first, without the
 * erased ones. The list is short: it is read whole, and needs no index.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export const listPurchases =
  (store: Store<'purchases'>, keys: () => Promise<PurchaseIdKeys>): Handler<'listPurchases'> =>
  async ({ path: { userId }, query: { limit, cursor } }) => {
    const list = ['purchases', userId];
    const key = cursor === undefined ? undefined : readCursor(list, cursor, await keys())[0];

    const purchases = (await listRecords(store, userId))
      .filter(({ erasedAt }) => erasedAt === undefined)
      .sort(newestFirst);
    const from = key === undefined ? 0 : after(purchases, key);
    const page = purchases.slice(from, from + limit);
    const last = page.at(-1);
    const isMore = last !== undefined && from + limit < purchases.length;
    return {
      purchases: page.map(purchaseResource),
      ...(isMore ? { nextCursor: writeCursor(list, [last.recordKey], await keys()) } : {}),
    };
  };

/** The place after a purchase. @throws ProblemError INVALID_CURSOR when it is in the list no more. */
function after(purchases: readonly PurchaseRecord[], key: string): number {
  const place = purchases.findIndex(({ recordKey }) => recordKey === key);
  if (place === -1) throw new ProblemError('INVALID_CURSOR');
  return place + 1;
}

type Asked = Pick<PurchaseRecord, 'requestedAt' | 'recordKey'>;

/** The order of a buyer's list, the same at every read: by when it was asked for, and by key at a tie. */
export const newestFirst = (a: Asked, b: Asked): number =>
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt) || (a.recordKey < b.recordKey ? -1 : 1);
