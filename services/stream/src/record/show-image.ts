import { Instant, Money } from '@willcall/contracts';
import * as z from 'zod';

/** Of a show's record, what its events tell. */
export const ShowImage = z.object({
  showId: z.string(),
  name: z.string(),
  venue: z.string(),
  startsAt: Instant,
  price: Money,
  capacity: z.int().min(0),
  flyerUrl: z.string().optional(),
  priceVersion: z.int().min(0).default(0),
  previousPrice: Money.optional(),
  discountPercentage: z.number().optional(),
  isDiscounted: z.boolean().optional(),
  lastPriceChangeAt: Instant.optional(),
  stampedVersion: z.int().optional(),
  createdAt: Instant,
  updatedAt: Instant.optional(),
  correlationId: z.string().default('unknown'),
});
export type ShowImage = z.infer<typeof ShowImage>;
