import type { Money } from '../money.ts';

/** A seat as anybody may see it: never who holds it. */
export type SeatResource = {
  readonly seatId: string;
  readonly state: 'FREE' | 'SOLD';
  /** The seat's own price, or the show's. */
  readonly price: Money;
  /** After a change of the seat's own price, once it was processed. */
  readonly previousPrice?: Money;
  readonly discountPercentage?: number;
  readonly isDiscounted?: boolean;
  readonly lastPriceChangeAt?: string;
};

/** `GET /v1/shows/{showId}/seats`: a page of the seat map. */
export type SeatMap = { readonly seats: readonly SeatResource[]; readonly nextCursor?: string };

/** The answer to `PUT /v1/shows/{showId}/seats`. */
export type SeatsAdded = {
  /** How many of the seats named are new. */
  readonly added: number;
  /** How many were there before; their state and price are as they were. */
  readonly existing: number;
  /** Of the show, now. */
  readonly capacity: number;
};
