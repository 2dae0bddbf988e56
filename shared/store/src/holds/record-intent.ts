import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Store, sendConditional } from '../open-store.ts';
import {
  type HeldPurchase,
  type PurchasePayment,
  type PurchaseRecord,
  purchaseKind,
} from '../purchases/purchase-record.ts';
import { readRecord } from '../read-items.ts';

/**
 * Records the intent that a buyer may pay, if the purchase is still held until the same time, has no other intent,
 * and nobody has asked to cancel or erase it. 1 write unit. Repeatable with the same intent.
 *
 *     make intent a ── record a ✓ ── answer its secret
 *     make intent a ── the hold ends ── record a ✗ ── cancel a, and answer no secret
 *     make intent a ── another call records b ── record a ✗ ── cancel a, and answer b's
 *     a is canceled ── make intent b ── record b instead of a ✓ ── answer its secret
 *
 * @param holdUntil as it was read before the intent was made.
 * @param canceled the intent of the purchase, if it has one that can take no money any more.
 * @returns the record with the intent, or undefined: the caller must cancel the intent and read the purchase again.
 * @throws StoreError STORE_UNAVAILABLE: the intent may be recorded, so the caller must read the purchase before it
 *   cancels the intent. RECORD_UNREADABLE
 */
export async function recordIntent(
  store: Store<'purchases'>,
  purchase: Pick<HeldPurchase, 'userId' | 'recordKey'>,
  holdUntil: string,
  payment: PurchasePayment,
  canceled?: string,
): Promise<HeldPurchase | undefined> {
  return updateHeld(store, 'record the intent', purchase, {
    UpdateExpression: 'SET payment = :payment',
    ConditionExpression: [
      '#status = :held',
      'holdUntil = :holdUntil',
      canceled === undefined
        ? '(attribute_not_exists(payment) OR payment = :payment)'
        : '(payment.intent = :canceled OR payment = :payment)',
      ...IS_WANTED,
    ].join(' AND '),
    ExpressionAttributeValues: {
      ':held': 'HELD',
      ':holdUntil': holdUntil,
      ':payment': payment,
      ...(canceled === undefined ? {} : { ':canceled': canceled }),
    },
  });
}

/** Nobody has asked to cancel or erase the purchase. */
const IS_WANTED = [
  'attribute_not_exists(cancellationRequestedAt)',
  'attribute_not_exists(erasedAt)',
] as const;

/**
 * Holds the tickets of a purchase longer, because its buyer had to wait before paying. 1 write unit. The stream sees
 * the new end.
 *
 * @param purchase as read. Its hold must still end at the same time.
 * @param holdUntil ISO 8601: the new end, later than the old one and not after the start of the show.
 * @returns the record, or undefined if the hold has ended, was changed by somebody else or is to be cancelled.
 * @throws StoreError STORE_UNAVAILABLE: it may be prolonged. RECORD_UNREADABLE
 */
export async function prolongHold(
  store: Store<'purchases'>,
  purchase: Pick<HeldPurchase, 'userId' | 'recordKey' | 'holdUntil'>,
  holdUntil: string,
): Promise<HeldPurchase | undefined> {
  return updateHeld(store, 'prolong the hold', purchase, {
    UpdateExpression: 'SET holdUntil = :later',
    ConditionExpression: ['#status = :held', 'holdUntil = :seen', ...IS_WANTED].join(' AND '),
    ExpressionAttributeValues: {
      ':held': 'HELD',
      ':seen': purchase.holdUntil,
      ':later': holdUntil,
    },
  });
}

/**
 * Notes that a held purchase with an intent is to be cancelled: by its buyer, or with its show. The intent is
 * cancelled at the provider first, and whoever does that releases the hold. 1 write unit. Repeatable: the first time
 * stays.
 *
 * @param at ISO 8601: now.
 * @returns the record, or undefined if the purchase is not held any more or has no intent: read it again.
 * @throws StoreError STORE_UNAVAILABLE: the request may be noted. RECORD_UNREADABLE
 */
export async function requestCancellation(
  store: Store<'purchases'>,
  purchase: Pick<HeldPurchase, 'userId' | 'recordKey'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<HeldPurchase | undefined> {
  return updateHeld(store, 'note the cancellation', purchase, {
    UpdateExpression:
      'SET cancellationRequestedAt = if_not_exists(cancellationRequestedAt, :at), correlationId = :by',
    ConditionExpression: '#status = :held AND attribute_exists(payment)',
    ExpressionAttributeValues: { ':held': 'HELD', ':at': at, ':by': correlationId },
  });
}

/** Updates a purchase that is held. Undefined if the condition fails. */
async function updateHeld(
  store: Store<'purchases'>,
  what: string,
  { userId, recordKey }: Pick<PurchaseRecord, 'userId' | 'recordKey'>,
  update: Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
  >,
): Promise<HeldPurchase | undefined> {
  const write = await sendConditional(
    what,
    store.documents.send(
      new UpdateCommand({
        ...update,
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        // A reserved word of DynamoDB.
        ExpressionAttributeNames: { '#status': 'status' },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  if (write.kind !== 'written') return undefined;
  const record = readRecord(store, purchaseKind, write.reply.Attributes ?? {});
  return record.status === 'HELD' ? { ...record, status: record.status } : undefined;
}
