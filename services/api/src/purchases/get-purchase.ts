import type { PendingPurchase } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, ProblemError } from '@willcall/lambda';
import type { QueueWait } from '../waiting/queue-wait.ts';
import { type FindPurchase, foundPurchase } from './found-purchase.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `GET /purchases/{purchaseId}`: one read of 0.5 units. Who still waits is told for how long, by a copy
 * of what the workers measure.
 *
 * @throws ProblemError UNAUTHENTICATED, PURCHASE_NOT_FOUND, PURCHASE_ERASED, IDEMPOTENCY_KEY_REUSED
 */
export const getPurchase =
  (find: FindPurchase, wait: () => Promise<QueueWait>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { purchaseId, record } = await foundPurchase(event, find, { consistent: false });
    if (record?.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
    if (record !== undefined) return { status: 200, body: purchaseResource(record) };
    const { retryAfter, ...estimate } = await wait();
    const pending: PendingPurchase = { purchaseId, status: 'PENDING', ...estimate };
    return { status: 200, headers: { 'retry-after': retryAfter }, body: pending };
  };
