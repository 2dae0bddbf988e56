import * as z from 'zod';
import { SeatId } from '../ids.ts';
import { Money } from '../money.ts';

/** Seats that one request may name; a larger house is filled by several. */
export const MAX_SEATS_PER_REQUEST = 500;

/** The largest house with reserved seating. */
export const MAX_SEATS = 20_000;

/** Seat ids, each named once. */
export const distinctSeats = (most: number) =>
  z
    .array(SeatId)
    .max(most)
    .refine((seats) => new Set(seats).size === seats.length, {
      error: 'must name each seat once',
    });

/** The body of `PUT /v1/shows/{showId}/seats`: seats that the show is to have. Unknown fields are refused. */
export const SeatsRequest = z.strictObject({
  seats: distinctSeats(MAX_SEATS_PER_REQUEST).min(1),
});
export type SeatsRequest = z.infer<typeof SeatsRequest>;

/** The body of `PATCH /v1/shows/{showId}/seats/{seatId}`: the seat's own price, in the show's currency. */
export const SeatChange = z.strictObject({ price: Money });
export type SeatChange = z.infer<typeof SeatChange>;

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
