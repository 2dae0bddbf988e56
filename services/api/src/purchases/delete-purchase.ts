import type { HttpEvent, HttpReply } from '@willcall/lambda';
import { erasePurchase } from '@willcall/store';
import type { PurchaseDependencies } from './dependencies.ts';
import { giveBack } from './give-back.ts';

/**
 * `DELETE /purchases/{purchaseId}`: gives back what can be given back, then erases holder and card. Two
 * writes in this order, so that a repeat finishes what was interrupted between them.
 *
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export const deletePurchase =
  (dependencies: PurchaseDependencies) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const { store, clock } = dependencies;
    const record = await giveBack(event, dependencies);
    if (record.erasedAt === undefined) {
      await erasePurchase(store, record, clock().toISOString());
    }
    return { status: 204 };
  };
