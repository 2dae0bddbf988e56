import type { PendingPurchase } from '@willcall/contracts';
import { type PurchaseIdKeys, parsePurchaseId, wasIssuedTo } from '@willcall/domain';
import {
  buyerOf,
  type HttpEvent,
  type HttpReply,
  ProblemError,
  readRequest,
} from '@willcall/lambda';
import { readPurchase, type Store } from '@willcall/store';
import { purchaseResource } from './purchase-resource.ts';

/** Seconds between two looks at an undecided purchase. */
const RETRY_AFTER_SECONDS = '1';

/**
 * `GET /purchases/{purchaseId}`: one read of 0.5 units. The buyer's id is the partition, so another
 * buyer's purchase is not found by construction.
 *
 *     record, same fingerprint    → the decision, whatever key signed the id
 *     record, other fingerprint   → 422 when the id is ours: its key was used for another request
 *     no record                   → PENDING when the id is ours
 *     anything else               → 404
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export const getPurchase =
  (store: Store<'purchases'>, keys: () => Promise<PurchaseIdKeys>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const userId = buyerOf(event);
    const { purchaseId = '' } = readRequest(event).path;
    const id = parsePurchaseId(purchaseId);
    if (id === undefined) throw new ProblemError('PURCHASE_NOT_FOUND');

    const record = await readPurchase(store, userId, id.key);
    if (record && parsePurchaseId(record.purchaseId)?.fingerprint === id.fingerprint) {
      return { status: 200, body: purchaseResource(record) };
    }
    if (!wasIssuedTo(userId, id, await keys())) throw new ProblemError('PURCHASE_NOT_FOUND');
    if (record) throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
    const pending: PendingPurchase = { purchaseId, status: 'PENDING' };
    return { status: 200, headers: { 'retry-after': RETRY_AFTER_SECONDS }, body: pending };
  };
