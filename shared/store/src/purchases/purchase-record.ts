import { Card, Instant, Money, rejectionReasons, SeatId, Total } from '@willcall/contracts';
import * as z from 'zod';

const fields = {
  userId: z.string(),
  /** `P#` and the first 12 bytes of the id. */
  recordKey: z.string(),
  purchaseId: z.string(),
  showId: z.string(),
  reason: z.enum(rejectionReasons).optional(),
  quantity: z.int().min(1),
  /** Of a show with reserved seating: the seats, each a ticket. */
  seats: z.array(SeatId).optional(),
  /** Of all tickets together, at the decision: what was sold. */
  total: Total.optional(),
  /** Of a refusal: the seats that were taken or unknown. */
  refusedSeats: z.array(SeatId).optional(),
  /** Of a refusal with PRICE_CHANGED: the price at the decision, of one ticket and of all together. */
  currentPrice: Money.optional(),
  currentTotal: Total.optional(),
  /** Gone once it is erased, like the card. */
  holder: z.object({ name: z.string(), email: z.string() }).optional(),
  card: Card.optional(),
  /** Seconds; what the buyer asked for, when they did. */
  reminderLeadSeconds: z.int().min(0).optional(),
  /** The partition of its reminder: the minute in which it is due, and a lane. */
  reminder: z.string().optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  cancelledAt: Instant.optional(),
  /** When its personal data was erased. What is left keeps the same key from buying again. */
  erasedAt: Instant.optional(),
  correlationId: z.string(),
};

/**
 * What is not known of a purchase whose message could not be read, or that was cancelled before its
 * message was.
 */
const unread = {
  showId: fields.showId.optional(),
  quantity: fields.quantity.optional(),
};

/**
 * A decided purchase, its tickets inside: one document of at most 1 KB for 8 tickets, so that it
 * costs one write unit (two in a transaction). What can be derived on reading is not stored: ticket
 * ids, totals, sentences.
 */
export const PurchaseRecord = z.discriminatedUnion('status', [
  z.object({ ...fields, status: z.enum(['CONFIRMED', 'REJECTED']) }),
  z.object({ ...fields, ...unread, status: z.enum(['FAILED', 'CANCELLED']) }),
]);
export type PurchaseRecord = z.infer<typeof PurchaseRecord>;

/** A purchase that holds its tickets. */
export type ConfirmedPurchase = PurchaseRecord & { readonly status: 'CONFIRMED' };
