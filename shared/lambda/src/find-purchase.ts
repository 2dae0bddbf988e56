import { type PurchaseIdKeys, parsePurchaseId, wasIssuedTo } from '@willcall/domain';
import { type PurchaseRecord, readPurchase, type Store } from '@willcall/store';
import { ProblemError } from './errors.ts';

/** What finding a purchase needs. */
export type FindPurchase = {
  readonly store: Store<'purchases'>;
  readonly keys: () => Promise<PurchaseIdKeys>;
};

/** A purchase id and the buyer who requests it. */
export type PurchaseReference = { readonly userId: string; readonly purchaseId: string };

/**
 * Finds a purchase with one read. The partition key is the buyer's id, so the read cannot find another
 * buyer's purchase.
 *
 *     record, same fingerprint    → the record, whichever key signed the id
 *     record, other fingerprint   → 422 if we issued the id: its key was used for another request
 *     no record                   → undecided if we issued the id
 *     anything else               → 404
 *
 * @param consistent true (1 read unit) before a change; false costs 0.5.
 * @returns the record, or undefined while the purchase is undecided.
 * @throws ProblemError PURCHASE_NOT_FOUND, IDEMPOTENCY_KEY_REUSED
 */
export async function findPurchase(
  { userId, purchaseId }: PurchaseReference,
  { store, keys }: FindPurchase,
  { consistent }: { readonly consistent: boolean },
): Promise<PurchaseRecord | undefined> {
  const id = parsePurchaseId(purchaseId);
  if (id === undefined) throw new ProblemError('PURCHASE_NOT_FOUND');

  const record = await readPurchase(store, userId, id.key, { consistent });
  if (record && parsePurchaseId(record.purchaseId)?.fingerprint === id.fingerprint) return record;
  if (!wasIssuedTo(userId, id, await keys())) throw new ProblemError('PURCHASE_NOT_FOUND');
  if (record) throw new ProblemError('IDEMPOTENCY_KEY_REUSED');
  return undefined;
}
