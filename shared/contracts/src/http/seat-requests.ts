import type * as z from 'zod/mini';
import { described, objectOf } from '../fields.ts';
import { distinctSeats } from '../ids.ts';
import { Money } from '../money.ts';

/** The most seats in one request. Add more seats with several requests. */
export const MAX_SEATS_PER_REQUEST = 500;

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
