import { type HttpEvent, type HttpReply, ProblemError } from '@willcall/lambda';
import type { PurchaseDependencies } from './dependencies.ts';
import { giveBack } from './give-back.ts';
import { purchaseResource } from './purchase-resource.ts';

/**
 * `POST /purchases/{purchaseId}/cancel`: 200 with the cancelled purchase, however often it is repeated.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED, PURCHASE_ERASED, NOT_CANCELLABLE
 */
export const postCancel =
  (dependencies: PurchaseDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const record = await giveBack(event, dependencies);
    if (record.erasedAt !== undefined) throw new ProblemError('PURCHASE_ERASED');
    if (record.status !== 'CANCELLED') throw new ProblemError('NOT_CANCELLABLE');
    return { status: 200, body: purchaseResource(record) };
  };
