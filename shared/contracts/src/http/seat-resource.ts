import * as z from 'zod';
import { Money } from '../money.ts';

/** A seat as anybody may see it: never who holds it. */
export const SeatResource = z.object({
  seatId: z.string(),
  state: z.enum(['FREE', 'SOLD']),
  /** The seat's own price, or the show's. */
  price: Money,
  /** After a change of the seat's own price, once it was processed. */
  previousPrice: Money.exactOptional(),
  discountPercentage: z.number().exactOptional(),
  isDiscounted: z.boolean().exactOptional(),
  lastPriceChangeAt: z.string().exactOptional(),
});
export type SeatResource = z.infer<typeof SeatResource>;

/** `GET /v1/shows/{showId}/seats`: a page of the seat map. */
export const SeatMap = z.object({
  seats: z.array(SeatResource).readonly(),
  nextCursor: z.string().exactOptional(),
});
export type SeatMap = z.infer<typeof SeatMap>;

/** The answer to `PUT /v1/shows/{showId}/seats`. */
export const SeatsAdded = z.object({
  /** How many of the seats named are new. */
  added: z.int(),
  /** How many were there before; their state and price are as they were. */
  existing: z.int(),
  /** Of the show, now. */
  capacity: z.int(),
});
export type SeatsAdded = z.infer<typeof SeatsAdded>;
