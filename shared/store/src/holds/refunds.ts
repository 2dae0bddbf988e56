import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Store, sendConditional } from '../open-store.ts';
import type { Charge, PurchaseRecord, Refund } from '../purchases/purchase-record.ts';

/** A purchase with a refund, as read. */
type Refunded = Pick<PurchaseRecord, 'userId' | 'recordKey'> & { readonly refund: Refund };

/**
 * Records what became of a refund: 1 write unit, if it is still at the attempt and in the status that were read.
 *
 *     REQUESTED → SUCCEEDED or FAILED
 *     SUCCEEDED → FAILED      (the buyer's bank sent it back)
 *     FAILED → SUCCEEDED      (a person refunded it at the provider)
 *
 * @returns whether this call recorded it.
 * @throws StoreError STORE_UNAVAILABLE: it may be recorded.
 */
export const recordRefund = (
  store: Store<'purchases'>,
  { refund, ...purchase }: Refunded,
  to: 'SUCCEEDED' | 'FAILED',
): Promise<boolean> =>
  replaceRefund(store, 'record the refund', purchase, {
    from: refund,
    to: { ...refund, status: to },
  });

/**
 * Requests a failed refund once more, with the next attempt: 1 write unit. The stream has it carried out, and whoever
 * does that lists the refunds of the intent first, so the new attempt is used only if none is pending or has succeeded.
 *
 *     FAILED, attempt n  →  REQUESTED, attempt n + 1
 *
 * @returns whether this call requested it; false if it has not failed, or somebody else was faster.
 * @throws StoreError STORE_UNAVAILABLE: it may be requested.
 */
export async function retryRefund(
  store: Store<'purchases'>,
  { refund, ...purchase }: Refunded,
): Promise<boolean> {
  if (refund.status !== 'FAILED') return false;
  const to = { ...refund, attempt: refund.attempt + 1, status: 'REQUESTED' } as const;
  return replaceRefund(store, 'request the refund again', purchase, { from: refund, to });
}

async function replaceRefund(
  store: Store<'purchases'>,
  what: string,
  { userId, recordKey }: Pick<PurchaseRecord, 'userId' | 'recordKey'>,
  { from, to }: { readonly from: Refund; readonly to: Refund },
): Promise<boolean> {
  const { kind } = await sendConditional(
    what,
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'SET refund = :to',
        ConditionExpression: 'refund = :from',
        ExpressionAttributeValues: { ':from': from, ':to': to },
      }),
    ),
  );
  return kind === 'written';
}

/**
 * Notes what happened to the charge of a purchase at the provider: 1 write unit. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE: it may be noted.
 */
export async function noteCharge(
  store: Store<'purchases'>,
  { userId, recordKey }: Pick<PurchaseRecord, 'userId' | 'recordKey'>,
  charge: Charge,
): Promise<void> {
  await sendConditional(
    'note the charge',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'SET charge = :charge',
        ConditionExpression: 'attribute_exists(recordKey)',
        ExpressionAttributeValues: { ':charge': charge },
      }),
    ),
  );
}
