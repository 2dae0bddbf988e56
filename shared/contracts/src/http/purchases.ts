import * as z from 'zod';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { Card, MAX_TICKETS_PER_PURCHASE, rejectionReasons, statuses } from '../purchase.ts';
import { Email, printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { distinctSeats } from './seats.ts';

/** Whose name is on the tickets, and where to write to them. */
export const Holder = z.strictObject({ name: printable(100), email: Email });
export type Holder = z.infer<typeof Holder>;

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = z
  .strictObject({
    showId: ShowId,
    /** Either this or `seats`. */
    quantity: z.int().min(1).max(MAX_TICKETS_PER_PURCHASE).optional(),
    /** Of a show with reserved seating: all of them or none. */
    seats: distinctSeats(MAX_TICKETS_PER_PURCHASE).min(1).optional(),
    holder: Holder,
    /** Left out for a show that costs nothing. Checked for its form only; nothing is charged. */
    card: z
      .strictObject({
        // The card rule judges the digits: a wrong number is INVALID_CARD, not a wrong type.
        number: z.string().max(64),
        expiryMonth: z.int().min(1).max(12),
        expiryYear: z.int().min(2000).max(2999),
      })
      .optional(),
    /** What the buyer saw, of each ticket. A purchase at another price is rejected with PRICE_CHANGED. */
    expectedPrice: Money.optional(),
    /** The same of all tickets together: for seats whose prices differ. */
    expectedTotal: Total.optional(),
    /** When to be reminded; the show's own lead when left out. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(({ quantity, seats }) => (quantity === undefined) !== (seats === undefined), {
    error: 'either quantity or seats must be given',
    path: ['quantity'],
  });
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/** `Idempotency-Key`: 1 to 255 printable ASCII characters. */
export const IdempotencyKey = z.string().regex(/^[\x20-\x7e]{1,255}$/);

/** The body of `PATCH /v1/purchases/{purchaseId}`: what is to change, at least one thing. Unknown fields are refused. */
export const PurchaseChange = z
  .strictObject({
    holder: Holder.optional(),
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change something',
  });
export type PurchaseChange = z.infer<typeof PurchaseChange>;

const decidedStatus = z.enum(statuses).exclude(['PENDING']);

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export const DecidedPurchase = z.object({
  purchaseId: z.string(),
  /**
   * This, quantity and holder are missing of a FAILED purchase that could not be read, and of one that
   * was cancelled before it was decided.
   */
  showId: z.string().exactOptional(),
  status: decidedStatus,
  reason: z.enum(rejectionReasons).exactOptional(),
  quantity: z.int().exactOptional(),
  /** Only where tickets were sold: a refusal costs nothing. */
  total: Total.exactOptional(),
  tickets: z.array(z.object({ ticketId: z.string(), seat: z.string().exactOptional() })).readonly(),
  /** With SEAT_TAKEN or SEAT_UNKNOWN: which. */
  refusedSeats: z.array(z.string()).readonly().exactOptional(),
  /** With PRICE_CHANGED: what one ticket costs now, where all that were asked for cost the same. */
  currentPrice: Money.exactOptional(),
  /** With PRICE_CHANGED: what the tickets asked for cost now, together. */
  currentTotal: Total.exactOptional(),
  card: Card.exactOptional(),
  holder: z.object({ name: z.string(), email: z.string() }).exactOptional(),
  /** A sentence for people, e.g. "Booked 2 tickets for Ana." */
  message: z.string(),
  reminderLeadSeconds: z.int().exactOptional(),
  requestedAt: z.string(),
  decidedAt: z.string(),
  cancelledAt: z.string().exactOptional(),
});
export type DecidedPurchase = z.infer<typeof DecidedPurchase>;

/** `GET` before the decision, and the 202 of `POST /v1/purchases`. */
export const PendingPurchase = z.object({
  purchaseId: z.string(),
  status: z.literal('PENDING'),
  /** By what the workers measure now; left out when nobody waits for long. */
  estimatedWaitSeconds: z.int().exactOptional(),
});
export type PendingPurchase = z.infer<typeof PendingPurchase>;

/** `GET /v1/users/{userId}/purchases`: newest first. */
export const PurchaseList = z.object({
  purchases: z.array(DecidedPurchase).readonly(),
  nextCursor: z.string().exactOptional(),
});
export type PurchaseList = z.infer<typeof PurchaseList>;

/** `GET /v1/users/{userId}/shows/{showId}`: what a buyer holds of a show. */
export const BuyerLedger = z.object({
  userId: z.string(),
  showId: z.string(),
  /** In confirmed purchases. */
  tickets: z.int(),
  /** The one decided last; none when the buyer has not bought for this show. */
  lastPurchase: z
    .object({
      purchaseId: z.string(),
      status: decidedStatus,
      requestedAt: z.string(),
      decidedAt: z.string(),
    })
    .exactOptional(),
});
export type BuyerLedger = z.infer<typeof BuyerLedger>;
