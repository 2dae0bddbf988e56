import * as z from 'zod';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { Card, MAX_TICKETS_PER_PURCHASE, rejectionReasons, statuses } from '../purchase.ts';
import { Email, printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { distinctSeats } from './seats.ts';

/** The name on the tickets and an e-mail address. */
export const Holder = z.strictObject({ name: printable(100), email: Email });
export type Holder = z.infer<typeof Holder>;

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = z
  .strictObject({
    showId: ShowId,
    /** Either this or `seats` is required. */
    quantity: z.int().min(1).max(MAX_TICKETS_PER_PURCHASE).optional(),
    /** For a show with reserved seating: the purchase gets all of these seats or none. */
    seats: distinctSeats(MAX_TICKETS_PER_PURCHASE).min(1).optional(),
    holder: Holder,
    /** Not required for a free show. Only the format is checked. Nothing is charged. */
    card: z
      .strictObject({
        // `checkCard` checks the digits: a wrong number is INVALID_CARD, not INVALID_REQUEST.
        number: z.string().max(64),
        expiryMonth: z.int().min(1).max(12),
        expiryYear: z.int().min(2000).max(2999),
      })
      .optional(),
    /** The price per ticket that the buyer saw. At any other price, the purchase is rejected with PRICE_CHANGED. */
    expectedPrice: Money.optional(),
    /** The total price that the buyer saw, for seats with different prices. */
    expectedTotal: Total.optional(),
    /** When to remind the buyer. Defaults to the lead of the show. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(({ quantity, seats }) => (quantity === undefined) !== (seats === undefined), {
    error: 'specify either quantity or seats',
    path: ['quantity'],
  });
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/** `Idempotency-Key`: 1 to 255 printable ASCII characters. */
export const IdempotencyKey = z.string().regex(/^[\x20-\x7e]{1,255}$/);

/** The body of `PATCH /v1/purchases/{purchaseId}`: at least one change. Unknown fields are refused. */
export const PurchaseChange = z
  .strictObject({
    holder: Holder.optional(),
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'specify at least one change',
  });
export type PurchaseChange = z.infer<typeof PurchaseChange>;

const decidedStatus = z.enum(statuses).exclude(['PENDING']);

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export const DecidedPurchase = z.object({
  purchaseId: z.string(),
  /**
   * `showId`, `quantity` and `holder` are absent if the message of a FAILED purchase could not be read,
   * or if the purchase was cancelled before it was decided.
   */
  showId: z.string().exactOptional(),
  status: decidedStatus,
  reason: z.enum(rejectionReasons).exactOptional(),
  quantity: z.int().exactOptional(),
  /** Present only if tickets were sold. */
  total: Total.exactOptional(),
  tickets: z.array(z.object({ ticketId: z.string(), seat: z.string().exactOptional() })).readonly(),
  /** With SEAT_TAKEN or SEAT_UNKNOWN: the seats that were refused. */
  refusedSeats: z.array(z.string()).readonly().exactOptional(),
  /** With SOLD_OUT: the tickets that were left at the decision, fewer than requested. */
  ticketsLeft: z.int().exactOptional(),
  /** With PRICE_CHANGED: the current price per ticket, if all requested tickets cost the same. */
  currentPrice: Money.exactOptional(),
  /** With PRICE_CHANGED: the current total price of the requested tickets. */
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

/** `GET /v1/purchases/{purchaseId}` before the decision, and the 202 response of `POST /v1/purchases`. */
export const PendingPurchase = z.object({
  purchaseId: z.string(),
  status: z.literal('PENDING'),
  /** Estimated from the lag that workers measure. Absent if there is no noticeable wait. */
  estimatedWaitSeconds: z.int().exactOptional(),
});
export type PendingPurchase = z.infer<typeof PendingPurchase>;

/** `GET /v1/users/{userId}/purchases`: newest first. */
export const PurchaseList = z.object({
  purchases: z.array(DecidedPurchase).readonly(),
  nextCursor: z.string().exactOptional(),
});
export type PurchaseList = z.infer<typeof PurchaseList>;

/** `GET /v1/users/{userId}/shows/{showId}`: the tickets that a buyer holds for a show. */
export const BuyerLedger = z.object({
  userId: z.string(),
  showId: z.string(),
  /** In confirmed purchases. */
  tickets: z.int(),
  /** The purchase that was decided last. Absent if the buyer has no purchase for this show. */
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
