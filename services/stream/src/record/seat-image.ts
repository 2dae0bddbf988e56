import { SeatRecord } from '@willcall/store';
import type * as z from 'zod';

/** Of a seat's record, what its events tell: never who holds it. */
export const SeatImage = SeatRecord.pick({
  showId: true,
  seatId: true,
  price: true,
  priceVersion: true,
  replacedPrice: true,
  showName: true,
  previousPrice: true,
  discountPercentage: true,
  isDiscounted: true,
  lastPriceChangeAt: true,
  stampedVersion: true,
  createdAt: true,
  updatedAt: true,
  correlationId: true,
});
export type SeatImage = z.infer<typeof SeatImage>;
