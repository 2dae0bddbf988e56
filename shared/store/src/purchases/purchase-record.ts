import { Card, Instant, Money, rejectionReasons } from '@willcall/contracts';
import * as z from 'zod';

/**
 * A decided purchase, its tickets inside: one document of at most 1 KB for 8 tickets, so that it
 * costs one write unit (two in a transaction). What can be derived on reading is not stored: ticket
 * ids, totals, sentences.
 */
export const PurchaseRecord = z.object({
  userId: z.string(),
  /** `P#` and the first 12 bytes of the id. */
  recordKey: z.string(),
  purchaseId: z.string(),
  showId: z.string(),
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  reason: z.enum(rejectionReasons).optional(),
  quantity: z.int().min(1),
  /** Of one ticket, at the decision. */
  price: Money.optional(),
  holder: z.object({ name: z.string(), email: z.string() }),
  card: Card.optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  correlationId: z.string(),
});
export type PurchaseRecord = z.infer<typeof PurchaseRecord>;
