import type { PurchaseIdKeys } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import { listPurchases as listRecords, type PurchaseRecord, type Store } from '@willcall/store';
import { readCursor, writeCursor } from '../signed-cursor.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `GET /users/{userId}/purchases?limit&cursor`: a buyer's decided purchases, newest first, without
 * erased ones. The list is short, so it is read whole and needs no index.
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
    const from = key === undefined ? 0 : indexAfter(purchases, key);
    const page = purchases.slice(from, from + limit);
    const last = page.at(-1);
    const isMore = last !== undefined && from + limit < purchases.length;
    return {
      purchases: page.map(purchaseResource),
      ...(isMore ? { nextCursor: writeCursor(list, [last.recordKey], await keys()) } : {}),
    };
  };

/** The index after a purchase. @throws ProblemError INVALID_CURSOR if the list no longer has it. */
function indexAfter(purchases: readonly PurchaseRecord[], key: string): number {
  const index = purchases.findIndex(({ recordKey }) => recordKey === key);
  if (index === -1) throw new ProblemError('INVALID_CURSOR');
  return index + 1;
}

type Sortable = Pick<PurchaseRecord, 'requestedAt' | 'recordKey'>;

/** The order of a buyer's list, the same at every read: by request time, then by key. */
export const newestFirst = (a: Sortable, b: Sortable): number =>
  Date.parse(b.requestedAt) - Date.parse(a.requestedAt) || (a.recordKey < b.recordKey ? -1 : 1);
