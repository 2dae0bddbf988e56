import { Instant, rejectionReasons, Total } from '@willcall/contracts';
import { ReminderKey, SeatRecord, ShowRecord } from '@willcall/store';
import * as z from 'zod';

/** Of a purchase's record, what its events and its reminder need: no holder, no card. */
export const PurchaseImage = z.object({
  userId: z.string(),
  recordKey: z.string(),
  purchaseId: z.string(),
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  /** Unknown of a purchase whose message could not be read, or was not read before it was cancelled. */
  showId: z.string().optional(),
  quantity: z.int().min(1).optional(),
  reason: z.enum(rejectionReasons).optional(),
  seats: z.array(z.string()).optional(),
  total: Total.optional(),
  refusedSeats: z.array(z.string()).optional(),
  reminder: ReminderKey.optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  cancelledAt: Instant.optional(),
  correlationId: z.string(),
});
export type PurchaseImage = z.infer<typeof PurchaseImage>;

/** Of a show's record, what its events tell. */
export const ShowImage = ShowRecord.pick({
  showId: true,
  name: true,
  venue: true,
  startsAt: true,
  price: true,
  capacity: true,
  cancelledAt: true,
  soldOutAt: true,
  returns: true,
  flyerUrl: true,
  priceVersion: true,
  previousPrice: true,
  discountPercentage: true,
  isDiscounted: true,
  lastPriceChangeAt: true,
  stampedVersion: true,
  removedAt: true,
  createdAt: true,
  updatedAt: true,
  correlationId: true,
});
export type ShowImage = z.infer<typeof ShowImage>;

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
