import * as z from 'zod';
import { objectOf } from '../fields.ts';
import { SeatId } from '../ids.ts';
import { lastPriceChange, Money } from '../money.ts';
import { nextCursor } from './lists.ts';

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
  { seats: distinctSeats(1, MAX_SEATS_PER_REQUEST).describe('The ids of the seats to add.') },
  'a JSON object',
);
export type SeatsRequest = z.infer<typeof SeatsRequest>;

/** The body of `PATCH /v1/shows/{showId}/seats/{seatId}`: the seat's own price, in the show's currency. */
export const SeatChange = objectOf(
  { price: Money.describe('The price of this seat.') },
  'a JSON object',
);
export type SeatChange = z.infer<typeof SeatChange>;

/** The public view of a seat. It never says who holds the seat. */
export const SeatResource = z.object({
  seatId: z.string().describe('The id of the seat.'),
  state: z.enum(['FREE', 'SOLD']).describe('Whether the seat can be bought.'),
  price: Money.describe("The seat's own price, or the show's."),
  previousPrice: Money.exactOptional().describe(
    "The price before the last change. Present after a change of the seat's own price was processed.",
  ),
  ...lastPriceChange,
});
export type SeatResource = z.infer<typeof SeatResource>;

/** `GET /v1/shows/{showId}/seats`: a page of the seat map. */
export const SeatMap = z.object({
  seats: z.array(SeatResource).readonly().describe('The seats of the page.'),
  nextCursor,
});
export type SeatMap = z.infer<typeof SeatMap>;

/** The response of `PUT /v1/shows/{showId}/seats`. */
export const SeatsAdded = z.object({
  added: z.int().describe('How many of the seats in the request are new.'),
  existing: z.int().describe('How many existed before. Their state and price do not change.'),
  capacity: z.int().describe('The new capacity of the show.'),
});
export type SeatsAdded = z.infer<typeof SeatsAdded>;
