import { type PurchaseIdKeys, parsePurchaseId, wasIssuedTo } from '@willcall/domain';
import { buyerOf, type HttpEvent, ProblemError, readRequest } from '@willcall/lambda';
import { type PurchaseRecord, readPurchase, type Store } from '@willcall/store';

/** The purchase of a path, as its buyer asks for it. */
export type FoundPurchase = {
  readonly userId: string;
  readonly purchaseId: string;
  /** Undefined while it is undecided. */
  readonly record: PurchaseRecord | undefined;
};

export type FindPurchase = {
  readonly store: Store<'purchases'>;
  readonly keys: () => Promise<PurchaseIdKeys>;
};

/**
 * Finds the purchase of a path, with one read. The buyer's id is the partition, so another buyer's
 * purchase is not found by construction.
 *
 *     record, same fingerprint    → the record, whatever key signed the id
 *     record, other fingerprint   → 422 when the id is ours: its key was used for another request
 *     no record                   → undecided when the id is ours
 *     anything else               → 404
 *
 * @param consistent 1 read unit, for whoever goes on to change it; else 0.5.
 * @throws ProblemError UNAUTHENTICATED, PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function foundPurchase(
  event: HttpEvent,
  { store, keys }: FindPurchase,
  { consistent }: { readonly consistent: boolean },
): Promise<FoundPurchase> {
  const userId = buyerOf(event);
  const { purchaseId = '' } = readRequest(event).path;
  const id = parsePurchaseId(purchaseId);
  if (id === undefined) throw new ProblemError('PURCHASE_NOT_FOUND');

  const record = await readPurchase(store, userId, id.key, { consistent });
  if (record && parsePurchaseId(record.purchaseId)?.fingerprint === id.fingerprint) {
    return { userId, purchaseId, record };
  }
  if (!wasIssuedTo(userId, id, await keys())) throw new ProblemError('PURCHASE_NOT_FOUND');
  if (record) throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
  return { userId, purchaseId, record };
}
