import { readItems } from '../read-items.ts';
import type { Store } from '../store.ts';
import { type BucketCounters, BucketRecord } from './bucket-record.ts';

/**
 * Stock buckets of any shows by their keys, read consistently: 1 read unit each, a hundred a call.
 * Those that are missing are missing in the answer.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readBuckets(
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, BucketCounters>> {
  const buckets = await readItems(store, {
    table: store.tables.stock,
    keys: keys.map((key) => ({ bucketKey: key })),
    schema: BucketRecord,
    what: 'stock buckets',
  });
  return new Map(buckets.map((bucket) => [bucket.bucketKey, bucket]));
}
