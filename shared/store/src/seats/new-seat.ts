import { seatKey } from './seat-keys.ts';
import type { SeatRecord } from './seat-record.ts';

/** When a seat is made, and by which request. */
export type SeatOrigin = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** A seat as it is made: free, at the show's price. */
export const newSeat = (
  show: { readonly showId: string; readonly buckets: number },
  seatId: string,
  { at, correlationId }: SeatOrigin,
): SeatRecord => ({
  ...seatKey(show, seatId),
  showId: show.showId,
  priceVersion: 0,
  createdAt: at,
  correlationId,
});
