import { ListQuery, type PurchaseList } from '@willcall/contracts';
import type { PurchaseIdKeys } from '@willcall/domain';
import { type HttpEvent, type HttpReply, ProblemError, parse, readRequest } from '@willcall/lambda';
import { listPurchases, type PurchaseRecord, type Store } from '@willcall/store';
import { readCursor, writeCursor } from '../lists/signed-cursor.ts';
import { purchaseResource } from '../purchases/purchase-resource.ts';
import { askedUser } from './asked-user.ts';
import { newestFirst } from './newest-first.ts';

/**
 * `GET /users/{userId}/purchases?limit&cursor`: a buyer's decided purchases, newest first, without the
 * erased ones. The list is short: it is read whole, and needs no index.
 *
 * @throws ProblemError USER_NOT_FOUND, INVALID_REQUEST, INVALID_CURSOR
 */
export const getPurchases =
  (store: Store<'purchases'>, keys: () => Promise<PurchaseIdKeys>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const userId = askedUser(event);
    const { limit, cursor } = parse(ListQuery, readRequest(event).query);
    const list = ['purchases', userId];
    const key = cursor === undefined ? undefined : readCursor(list, cursor, await keys())[0];

    const purchases = (await listPurchases(store, userId))
      .filter(({ erasedAt }) => erasedAt === undefined)
      .sort(newestFirst);
    const from = key === undefined ? 0 : after(purchases, key);
    const page = purchases.slice(from, from + limit);
    const last = page.at(-1);
    const isMore = last !== undefined && from + limit < purchases.length;
    const body: PurchaseList = {
      purchases: page.map(purchaseResource),
      ...(isMore ? { nextCursor: writeCursor(list, [last.recordKey], await keys()) } : {}),
    };
    return { status: 200, body };
  };

/** The place after a purchase. @throws ProblemError INVALID_CURSOR when it is in the list no more. */
function after(purchases: readonly PurchaseRecord[], key: string): number {
  const place = purchases.findIndex(({ recordKey }) => recordKey === key);
  if (place === -1) throw new ProblemError('INVALID_CURSOR');
  return place + 1;
}
