import { StoreError } from '../errors.ts';
import type { CancellationReason } from '../transact.ts';

/** What became of a sale. Nothing was written unless it is `sold`. */
export type SaleOutcome =
  | { readonly kind: 'sold' }
  | {
      readonly kind: 'cancelled';
      /** Places (in the sale's order) of purchases that were decided before. */
      readonly decidedBefore: readonly number[];
      /** Places of purchases that DynamoDB will never take, however often they are sent. */
      readonly unwritable: readonly number[];
      /** A bucket held less than was planned. */
      readonly shortOfStock: boolean;
      /** A ledger or a seat was not any more what the plan rested on. */
      readonly outdated: boolean;
      /** Another transaction was at work on the same items. */
      readonly conflict: boolean;
    };

/**
 * Reads a cancelled sale reason by reason: one for each action, in the order that they were sent:
 * buckets, purchases, then ledgers and seats.
 *
 * @throws StoreError STORE_UNAVAILABLE when DynamoDB will not take what is no purchase: that says
 *   nothing of the sale, and the messages come back. SOLD_OUT is never concluded from it.
 */
export function judgeSale(
  reasons: readonly CancellationReason[],
  buckets: number,
  purchases: number,
): SaleOutcome {
  const ofStock = reasons.slice(0, buckets);
  const ofPurchases = reasons.slice(buckets, buckets + purchases);
  const ofOthers = reasons.slice(buckets + purchases);
  if (ofStock.includes('unwritable') || ofOthers.includes('unwritable')) {
    throw new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not take the sale: unwritable');
  }
  return {
    kind: 'cancelled',
    decidedBefore: placesOf('condition', ofPurchases),
    unwritable: placesOf('unwritable', ofPurchases),
    shortOfStock: ofStock.includes('condition'),
    outdated: ofOthers.includes('condition'),
    conflict: reasons.includes('conflict'),
  };
}

const placesOf = (wanted: CancellationReason, reasons: readonly CancellationReason[]): number[] =>
  reasons.flatMap((reason, place) => (reason === wanted ? [place] : []));
