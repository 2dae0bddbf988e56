import { parsePurchaseId } from '@willcall/domain';
import { purchaseRecordKey } from '../keys.ts';
import type { PurchaseRecord } from '../purchases/purchase-record.ts';
import { recordRefusal } from '../purchases/record-refusal.ts';
import type { Store } from '../store.ts';

/** A purchase that nobody has decided, and when and by which request it is cancelled. */
export type PendingCancellation = {
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
  const { key = '' } = parsePurchaseId(purchaseId) ?? {};
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
