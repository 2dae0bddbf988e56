import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { known } from '@willcall/contracts';
import { parsePurchaseId } from '@willcall/domain';
import { purchaseRecordKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { PurchaseRecord } from './purchase-record.ts';

/**
 * The idempotency barrier: a purchase is decided by whoever first puts its record, for ever. SQS's
 * own deduplication forgets after five minutes, this does not.
 *
 *     receive ── put(not exists) ✓ ── reply lost ── visible again ── receive ── put(not exists) ✗ done
 */
export const isFirstDecision = {
  ConditionExpression: 'attribute_not_exists(recordKey)',
} as const;

/** Whether this call decided the purchase. */
type Refused =
  | { readonly kind: 'recorded' }
  /** `earlier`: what was decided before, where this release can read it. */
  | { readonly kind: 'already-decided'; readonly earlier: PurchaseRecord | undefined };

/**
 * Records a purchase that gets no tickets, unless it was decided before: 1 write unit. The condition
 * is the consistent look at the buyer's own record: somebody whose confirmation was lost on its way
 * keeps the tickets, whatever the stock says now.
 *
 * @throws StoreError STORE_UNAVAILABLE; the refusal may then be recorded.
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
  const earlier = PurchaseRecord.safeParse(write.item && unmarshall(write.item));
  return { kind: 'already-decided', earlier: earlier.data };
}

/** A purchase that nobody has decided, and when and by which request it is cancelled. */
type PendingCancellation = {
  readonly userId: string;
  /** Of the form of an id. */
  readonly purchaseId: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Cancels a purchase before it is decided, by recording that decision in the worker's place: 1 write
 * unit. What it was for is in its message alone, which the worker finds decided.
 *
 *     POST ── cancel: put(not exists) ✓ ── message ── put(not exists) ✗ done, nothing is sold
 *     POST ── message: sold ✓ ── cancel: put(not exists) ✗ ── read it, and cancel what was sold
 *
 * @returns the record, or undefined when the purchase was decided meanwhile.
 * @throws StoreError STORE_UNAVAILABLE; it may then be cancelled.
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
    // When it was asked for stands in its message alone.
    requestedAt: at,
    decidedAt: at,
    cancelledAt: at,
    correlationId,
  };
  const { kind } = await recordRefusal(store, record);
  return kind === 'recorded' ? record : undefined;
}
