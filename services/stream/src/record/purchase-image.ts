import { Instant, Money, rejectionReasons } from '@willcall/contracts';
import { ReminderKey } from '@willcall/store';
import * as z from 'zod';

/** Of a purchase's record, what its events and its reminder need: no holder, no card. */
export const PurchaseImage = z.object({
  userId: z.string(),
  recordKey: z.string(),
  purchaseId: z.string(),
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  /** Unknown of a purchase that FAILED because its message could not be read. */
  showId: z.string().optional(),
  quantity: z.int().min(1).optional(),
  reason: z.enum(rejectionReasons).optional(),
  price: Money.optional(),
  reminder: ReminderKey.optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  correlationId: z.string(),
});
export type PurchaseImage = z.infer<typeof PurchaseImage>;
