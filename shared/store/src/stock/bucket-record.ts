import * as z from 'zod';

/** One bucket of a show's stock as stored. A return may make its revenue negative: only the sum over the buckets says something. */
export const BucketRecord = z.object({
  bucketKey: z.string(),
  available: z.int(),
  sold: z.int(),
  revenue: z.int(),
});

/** One bucket's counters: tickets left, tickets sold, and their price in minor units. */
export type BucketCounters = Pick<z.infer<typeof BucketRecord>, 'available' | 'sold' | 'revenue'>;
