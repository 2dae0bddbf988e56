import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { known } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { purchaseRecordKey } from '../keys.ts';
import { type Store, sendConditional, wrapNumbers } from '../open-store.ts';
import { readRecords } from '../read-items.ts';
import { type PurchaseRecord, purchaseKind } from './purchase-record.ts';

/**
 * The idempotency condition: the first call that puts the record of a purchase decides it,
 * permanently. Deduplication in SQS lasts only five minutes.
 *
 *     receive ── put(not exists) ✓ ── reply lost ── visible again ── receive ── put(not exists) ✗ done
 */
export const isFirstDecision = {
  ConditionExpression: 'attribute_not_exists(recordKey)',
} as const;

/** Whether this call decided the purchase. */
type Refused =
  | { readonly kind: 'recorded' }
  /** `earlier` is the previous decision, if this release can read it. */
  | { readonly kind: 'already-decided'; readonly earlier: PurchaseRecord | undefined };

/**
 * Records a refused purchase, unless it was already decided: 1 write unit. The condition is a
 * consistent read of the purchase. A buyer whose confirmation was lost in transit keeps the
 * tickets, whatever the stock is now.
 *
 * @throws StoreError STORE_UNAVAILABLE: the refusal may have been recorded.
 */
export async function recordRefusal(
  store: Store<'purchases'>,
  record: PurchaseRecord,
): Promise<Refused> {
  const write = await sendConditional(
    'record the refusal',
    store.documents.send(
      new PutCommand({
        TableName: store.tables.purchases,
        Item: record,
        ...isFirstDecision,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  if (write.kind === 'written') return { kind: 'recorded' };
  const items = write.item === undefined ? [] : [unmarshall(write.item, { wrapNumbers })];
  const [earlier] = readRecords(store, purchaseKind, items).records;
  return { kind: 'already-decided', earlier };
}

/** An undecided purchase, and when and by which request it is cancelled. */
type PendingCancellation = {
  readonly userId: string;
  /** A well-formed purchase id. */
  readonly purchaseId: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Cancels a purchase before it is decided, by recording the decision instead of the worker: 1 write
 * unit. The details of the purchase are only in its message. The worker finds the purchase decided.
 *
 *     POST ── cancel: put(not exists) ✓ ── message ── put(not exists) ✗ done, nothing is sold
 *     POST ── message: sold ✓ ── cancel: put(not exists) ✗ ── read it, and cancel what was sold
 *
 * @returns the record, or undefined if the purchase was decided in the meantime.
 * @throws StoreError STORE_UNAVAILABLE: the purchase may be cancelled.
 */
export async function cancelPending(
  store: Store<'purchases'>,
  { userId, purchaseId, at, correlationId }: PendingCancellation,
): Promise<PurchaseRecord | undefined> {
  const { key } = known(parsePurchaseId(purchaseId), 'key in the purchase id');
  const record: PurchaseRecord = {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    status: 'CANCELLED',
    // The time of the request is only in the message.
    requestedAt: at,
    decidedAt: at,
    cancelledAt: at,
    correlationId,
  };
  const { kind } = await recordRefusal(store, record);
  return kind === 'recorded' ? record : undefined;
}
