import { Card, Instant, Money, rejectionReasons } from '@willcall/contracts';
import * as z from 'zod';

const fields = {
  userId: z.string(),
  /** `P#` and the first 12 bytes of the id. */
  recordKey: z.string(),
  purchaseId: z.string(),
  showId: z.string(),
  reason: z.enum(rejectionReasons).optional(),
  quantity: z.int().min(1),
  /** Of one ticket, at the decision. */
  price: Money.optional(),
  holder: z.object({ name: z.string(), email: z.string() }),
  card: Card.optional(),
  /** Seconds; what the buyer asked for, when they did. */
  reminderLeadSeconds: z.int().min(0).optional(),
  /** The partition of its reminder: the minute in which it is due, and a lane. */
  reminder: z.string().optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  correlationId: z.string(),
};

/** What a message that could not be read may leave unknown: only a FAILED purchase can lack it. */
const unreadable = {
  showId: fields.showId.optional(),
  quantity: fields.quantity.optional(),
  holder: fields.holder.optional(),
};

/**
 * A decided purchase, its tickets inside: one document of at most 1 KB for 8 tickets, so that it
 * costs one write unit (two in a transaction). What can be derived on reading is not stored: ticket
 * ids, totals, sentences.
 */
export const PurchaseRecord = z.discriminatedUnion('status', [
  z.object({ ...fields, status: z.enum(['CONFIRMED', 'REJECTED', 'CANCELLED']) }),
  z.object({ ...fields, ...unreadable, status: z.literal('FAILED') }),
]);
export type PurchaseRecord = z.infer<typeof PurchaseRecord>;
