import { StoreError } from '../errors.ts';
import { bucketKey } from '../keys.ts';
import type { Store } from '../store.ts';
import type { BucketCounters } from './bucket-record.ts';
import { readBuckets } from './read-buckets.ts';

/**
 * A consistent look at all buckets of a show, in their order: 1 read unit each. The buckets are read
 * one beside the other, not at one instant. While stock only falls, their sum is never less than what
 * is left once the look has ended, so too little seen is too little left.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readStock(
  store: Store<'stock'>,
  show: { readonly showId: string; readonly buckets: number },
): Promise<BucketCounters[]> {
  const keys = Array.from({ length: show.buckets }, (_, bucket) => bucketKey(show.showId, bucket));
  const found = await readBuckets(store, keys);
  return keys.map((key) => {
    const counters = found.get(key);
    if (counters === undefined) {
      throw new StoreError('STOCK_MISSING', `There is no stock bucket ${key}`);
    }
    return counters;
  });
}
