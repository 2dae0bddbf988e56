import type { Money, RejectionReason } from '@willcall/contracts';
import { type PurchaseRecord, purchaseRecordKey } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';

/** What was decided of a purchase. */
export type Decision =
  | { readonly status: 'CONFIRMED'; readonly total: Money; readonly reminder: string }
  | { readonly status: 'REJECTED'; readonly reason: RejectionReason }
  | { readonly status: 'FAILED' };

/** The record of a decision. A free show keeps no card, even when one was sent. */
export function purchaseRecord(
  { message, key }: ArrivedPurchase,
  decision: Decision,
  decidedAt: string,
): PurchaseRecord {
  const { userId, purchaseId, showId, quantity, holder, card, requestedAt, correlationId } =
    message;
  const { reminderLeadSeconds } = message;
  const isFree = decision.status === 'CONFIRMED' && decision.total.amount === 0;
  return {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    showId,
    quantity,
    holder,
    ...(card === undefined || isFree ? {} : { card }),
    ...(reminderLeadSeconds === undefined ? {} : { reminderLeadSeconds }),
    requestedAt,
    decidedAt,
    correlationId,
    ...decision,
  };
}
