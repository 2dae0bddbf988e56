import * as z from 'zod/mini';
import { described } from '../fields.ts';
import { Money } from '../money.ts';
import { lastPriceChange, nextCursor } from './answer-fields.ts';

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

/** `GET /v1/shows/{showId}/seats/taken`: what is taken of a whole house. */
export const TakenSeats = z.object({
  taken: described(
    z.readonly(z.array(z.string())),
    'The ids of all seats that cannot be bought, sorted. Every other seat of the seat map is free.',
  ),
  at: described(
    z.string(),
    'When the reading of the list began. Seats that were bought or returned later, or in the second before, may be missing from it.',
  ),
});
export type TakenSeats = z.infer<typeof TakenSeats>;

/** The response of `PUT /v1/shows/{showId}/seats`. */
export const SeatsAdded = z.object({
  added: described(z.int(), 'How many of the seats in the request are new.'),
  existing: described(z.int(), 'How many existed before. Their state and price do not change.'),
  capacity: described(z.int(), 'The new capacity of the show.'),
});
export type SeatsAdded = z.infer<typeof SeatsAdded>;
