import type { BuyerLedger } from '@willcall/contracts';
import { keepsLedger } from '@willcall/domain';
import { type HttpEvent, type HttpReply, readRequest } from '@willcall/lambda';
import { listPurchases, readLedger, type Store } from '@willcall/store';
import { foundShow } from '../shows/found-show.ts';
import { askedUser } from './asked-user.ts';
import { computedLedger, type LedgerEntries, recordedLedger } from './buyer-ledger.ts';

/**
 * `GET /users/{userId}/shows/{showId}`: what a buyer holds of a show, and their purchase that was decided
 * last. From the ledger where the show keeps one (1 read unit), else from the buyer's purchases.
 *
 * @throws ProblemError USER_NOT_FOUND, SHOW_NOT_FOUND
 */
export const getLedger =
  (store: Store<'shows' | 'purchases'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const userId = askedUser(event);
    const show = await foundShow(store, readRequest(event).path.showId);
    const { showId } = show;
    const entries: LedgerEntries = keepsLedger(show)
      ? recordedLedger(await readLedger(store, userId, showId))
      : computedLedger(await listPurchases(store, userId), showId);
    const body: BuyerLedger = { userId, showId, ...entries };
    return { status: 200, body };
  };
