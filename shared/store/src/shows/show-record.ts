import { Instant, Money } from '@willcall/contracts';
import * as z from 'zod';

/** A show as stored. Its counters are in the Stock table, so that sales do not write here. */
export const ShowRecord = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: Instant,
  price: Money,
  capacity: z.int().min(0),
  /** Fixed when the show is made. */
  buckets: z.int().min(1),
  onSale: z.boolean(),
  saleOpensAt: Instant.optional(),
  saleClosesAt: Instant.optional(),
  reminderLeadSeconds: z.int().min(0).optional(),
  flyerUrl: z.string().optional(),
  /** When the flyer was uploaded, in a form that compares: an older upload does not replace it. */
  flyerOrder: z.string().optional(),
  /** Counts price changes: what was announced of an older one is not stamped over a newer one. */
  priceVersion: z.int().min(0).default(0),
  /** What the latest processed price change left; `stampedVersion` is the one that it was. */
  previousPrice: Money.optional(),
  discountPercentage: z.number().optional(),
  isDiscounted: z.boolean().optional(),
  lastPriceChangeAt: Instant.optional(),
  stampedVersion: z.int().optional(),
  createdAt: Instant,
  /** When the record was last changed, and by which request. */
  updatedAt: Instant.optional(),
  correlationId: z.string().default('unknown'),
});
export type ShowRecord = z.infer<typeof ShowRecord>;
