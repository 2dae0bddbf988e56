import type { Money } from '@willcall/contracts';
import type { Refusal } from '@willcall/domain';
import { type PurchaseRecord, purchaseRecordKey } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';

/** What was decided of a purchase. */
export type Decision =
  | { readonly status: 'CONFIRMED'; readonly total: Money; readonly reminder: string }
  | ({ readonly status: 'REJECTED' } & Refusal)
  | { readonly status: 'FAILED' };

/** The record of a decision, with the decision's status. A free purchase keeps no card, even when one was sent. */
export function purchaseRecord<D extends Decision>(
  { message, key }: ArrivedPurchase,
  decision: D,
  decidedAt: string,
): PurchaseRecord & { readonly status: D['status'] } {
  const { userId, purchaseId, showId, quantity, seats, holder, card } = message;
  const { requestedAt, correlationId, reminderLeadSeconds } = message;
  const isFree = decision.status === 'CONFIRMED' && decision.total.amount === 0;
  const record = {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    showId,
    quantity,
    ...(seats === undefined ? {} : { seats }),
    holder,
    ...(card === undefined || isFree ? {} : { card }),
    ...(reminderLeadSeconds === undefined ? {} : { reminderLeadSeconds }),
    requestedAt,
    decidedAt,
    correlationId,
    ...decision,
  };
  return record as PurchaseRecord & { readonly status: D['status'] };
}
