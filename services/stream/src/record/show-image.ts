import { ShowRecord } from '@willcall/store';
import type * as z from 'zod';

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
