import * as z from 'zod';
import { objectOf } from '../fields.ts';
import { SeatId } from '../ids.ts';
import { Money } from '../money.ts';

/** The most seats in one request. Add more seats with several requests. */
export const MAX_SEATS_PER_REQUEST = 500;

/** The most seats of one show. */
export const MAX_SEATS = 20_000;

/** A list of seat ids without duplicates. */
export const distinctSeats = (least: number, most: number) => {
  const error = `must be a list of ${least} to ${most} seat ids`;
  return z
    .array(SeatId, { error })
    .min(least, { error })
    .max(most, { error })
    .refine((seats) => new Set(seats).size === seats.length, {
      error: 'must not repeat a seat',
      when: ({ value }) => Array.isArray(value),
    });
};

/** The body of `PUT /v1/shows/{showId}/seats`: the seats to add. Unknown fields are refused. */
export const SeatsRequest = objectOf(
  { seats: distinctSeats(1, MAX_SEATS_PER_REQUEST) },
  'a JSON object',
);
export type SeatsRequest = z.infer<typeof SeatsRequest>;

/** The body of `PATCH /v1/shows/{showId}/seats/{seatId}`: the seat's own price, in the show's currency. */
export const SeatChange = objectOf({ price: Money }, 'a JSON object');
export type SeatChange = z.infer<typeof SeatChange>;

/** The public view of a seat. It never says who holds the seat. */
export const SeatResource = z.object({
  seatId: z.string(),
  state: z.enum(['FREE', 'SOLD']),
  /** The seat's own price, or the show's. */
  price: Money,
  /** Present after a change of the seat's own price was processed. */
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

/** The response of `PUT /v1/shows/{showId}/seats`. */
export const SeatsAdded = z.object({
  /** How many of the seats in the request are new. */
  added: z.int(),
  /** How many existed before. Their state and price do not change. */
  existing: z.int(),
  /** The new capacity of the show. */
  capacity: z.int(),
});
export type SeatsAdded = z.infer<typeof SeatsAdded>;
