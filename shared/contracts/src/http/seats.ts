import * as z from 'zod/mini';
import { described, objectOf } from '../fields.ts';
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
  return z.array(SeatId, { error }).check(
    z.minLength(least, { error }),
    z.maxLength(most, { error }),
    z.refine((seats) => new Set(seats).size === seats.length, {
      error: 'must not repeat a seat',
      when: ({ value }) => Array.isArray(value),
    }),
  );
};

/** The body of `PUT /v1/shows/{showId}/seats`: the seats to add. Unknown fields are refused. */
export const SeatsRequest = objectOf(
  { seats: described(distinctSeats(1, MAX_SEATS_PER_REQUEST), 'The ids of the seats to add.') },
  'a JSON object',
);
export type SeatsRequest = z.infer<typeof SeatsRequest>;

/** The body of `PATCH /v1/shows/{showId}/seats/{seatId}`: the seat's own price, in the show's currency. */
export const SeatChange = objectOf(
  { price: described(Money, 'The price of this seat.') },
  'a JSON object',
);
export type SeatChange = z.infer<typeof SeatChange>;

/** The public view of a seat. It never says who holds the seat. */
export const SeatResource = z.object({
  seatId: described(z.string(), 'The id of the seat.'),
  state: described(z.enum(['FREE', 'SOLD']), 'Whether the seat can be bought.'),
  price: described(Money, "The seat's own price, or the show's."),
  previousPrice: described(
    z.exactOptional(Money),
    "The price before the last change. Present after a change of the seat's own price was processed.",
  ),
  ...lastPriceChange,
});
export type SeatResource = z.infer<typeof SeatResource>;

/** `GET /v1/shows/{showId}/seats`: a page of the seat map. */
export const SeatMap = z.object({
  seats: described(z.readonly(z.array(SeatResource)), 'The seats of the page.'),
  nextCursor,
});
export type SeatMap = z.infer<typeof SeatMap>;

/** The response of `PUT /v1/shows/{showId}/seats`. */
export const SeatsAdded = z.object({
  added: described(z.int(), 'How many of the seats in the request are new.'),
  existing: described(z.int(), 'How many existed before. Their state and price do not change.'),
  capacity: described(z.int(), 'The new capacity of the show.'),
});
export type SeatsAdded = z.infer<typeof SeatsAdded>;
