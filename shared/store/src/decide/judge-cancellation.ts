import type { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { StoreError } from '../errors.ts';

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
      /** Another transaction was at work on the same items. */
      readonly conflict: boolean;
    };

/**
 * Reads a cancelled transaction reason by reason: one for each action, buckets first, in the order
 * that they were sent.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 *
 * @throws StoreError STORE_UNAVAILABLE when a reason is a throttle, or one that says nothing of the
 *   sale: the message comes back later. SOLD_OUT is never concluded from these.
 */
export function judgeCancellation(
  error: TransactionCanceledException,
  buckets: number,
  purchases: number,
): SaleOutcome {
  const codes = (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
  if (codes.length !== buckets + purchases) {
    throw new StoreError('STORE_UNAVAILABLE', 'The sale was cancelled without its reasons', {
      cause: error,
    });
  }
  const decidedBefore: number[] = [];
  const unwritable: number[] = [];
  let shortOfStock = false;
  let conflict = false;

  for (const [action, code] of codes.entries()) {
    const isStock = action < buckets;
    switch (code) {
      case 'None':
        break;
      case 'ConditionalCheckFailed':
        if (isStock) shortOfStock = true;
        else decidedBefore.push(action - buckets);
        break;
      case 'TransactionConflict':
        conflict = true;
        break;
      case 'ValidationError':
      case 'ItemCollectionSizeLimitExceeded':
        if (isStock) throw unexpected(code, error);
        unwritable.push(action - buckets);
        break;
      case 'ThrottlingError':
      case 'ProvisionedThroughputExceeded':
        throw new StoreError('STORE_UNAVAILABLE', `The sale was throttled: ${code}`, {
          cause: error,
        });
      default:
        throw unexpected(code, error);
    }
  }
  return { kind: 'cancelled', decidedBefore, unwritable, shortOfStock, conflict };
}

const unexpected = (code: string, cause: Error): StoreError =>
  new StoreError('STORE_UNAVAILABLE', `The sale was cancelled: ${code}`, { cause });
