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
  createdAt: Instant,
});
export type ShowRecord = z.infer<typeof ShowRecord>;
