import type { BucketCounters } from '@willcall/store';

/** The counters of all buckets together. */
export const sumStock = (buckets: readonly BucketCounters[]): BucketCounters =>
  buckets.reduce(
    (sum, bucket) => ({
      available: sum.available + bucket.available,
      sold: sum.sold + bucket.sold,
      revenue: sum.revenue + bucket.revenue,
    }),
    { available: 0, sold: 0, revenue: 0 },
  );
