import { Instant, Money } from '@willcall/contracts';
import * as z from 'zod';

/** A seat as stored. */
export const SeatRecord = z.object({
  /** The show and the bucket: the seats of one show are spread over partitions. */
  seatBucket: z.string(),
  seatId: z.string(),
  showId: z.string(),
  /** The purchase that holds it (`purchaseRef`); a seat without one is free. */
  heldBy: z.string().optional(),
  /** The seat's own price; the show's when there is none. */
  price: Money.optional(),
  /** Counts the changes of the seat's own price. */
  priceVersion: z.int().min(0).default(0),
  /** What the latest change of its own price took the place of, its own before or the show's, and the show's name: what the stream tells of it. */
  replacedPrice: Money.optional(),
  showName: z.string().optional(),
  /** What the latest processed change of its own price left; `stampedVersion` is the one that it was. */
  previousPrice: Money.optional(),
  discountPercentage: z.number().optional(),
  isDiscounted: z.boolean().optional(),
  lastPriceChangeAt: Instant.optional(),
  stampedVersion: z.int().optional(),
  createdAt: Instant,
  /** When its price was last changed, and by which request. */
  updatedAt: Instant.optional(),
  correlationId: z.string().default('unknown'),
});
export type SeatRecord = z.infer<typeof SeatRecord>;
