import * as z from 'zod';
import { holdsCardNumber } from '../card-number.ts';
import { objectOf, rule, wholeNumber } from '../fields.ts';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { Card, MAX_TICKETS_PER_PURCHASE, rejectionReasons, statuses } from '../purchase.ts';
import { Email, printable } from '../text.ts';
import { ReminderLead } from '../time.ts';
import { distinctSeats } from './seats.ts';

/** The name on the tickets and an e-mail address. */
export const Holder = objectOf(
  { name: printable(100), email: Email },
  'an object with name and email',
);
export type Holder = z.infer<typeof Holder>;

const CARD_NUMBER = 'must be the digits of a card number, as text of at most 64 characters';

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = objectOf(
  {
    showId: ShowId,
    /** Either this or `seats` is required. */
    quantity: wholeNumber(1, MAX_TICKETS_PER_PURCHASE).optional(),
    /** For a show with reserved seating: the purchase gets all of these seats or none. */
    seats: distinctSeats(1, MAX_TICKETS_PER_PURCHASE).optional(),
    holder: Holder,
    /** Not required for a free show. Only the format is checked. Nothing is charged. */
    card: objectOf(
      {
        // `checkCard` checks the digits: a wrong number is INVALID_CARD, not INVALID_REQUEST.
        number: z.string({ error: CARD_NUMBER }).max(64, { error: CARD_NUMBER }),
        expiryMonth: wholeNumber(1, 12),
        expiryYear: wholeNumber(2000, 2999),
      },
      'an object with number, expiryMonth and expiryYear',
    ).optional(),
    /** The price per ticket that the buyer saw. At any other price, the purchase is rejected with PRICE_CHANGED. */
    expectedPrice: Money.optional(),
    /** The total price that the buyer saw, for seats with different prices. */
    expectedTotal: Total.optional(),
    /** When to remind the buyer. Defaults to the lead of the show. */
    reminderLeadSeconds: ReminderLead.optional(),
  },
  'a JSON object',
).refine(
  ...rule(
    ({ quantity, seats }) => (quantity === undefined) !== (seats === undefined),
    'specify either quantity or seats',
    'quantity',
  ),
);
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/**
 * `Idempotency-Key`: 1 to 255 printable ASCII characters. The key goes into the hash of the purchase id and
 * into the answer, and a card number goes nowhere.
 */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/)
  .refine((key) => !holdsCardNumber(key));

/** The body of `PATCH /v1/purchases/{purchaseId}`: at least one change. Unknown fields are refused. */
export const PurchaseChange = objectOf(
  {
    holder: Holder.optional(),
    reminderLeadSeconds: ReminderLead.optional(),
  },
  'a JSON object',
).refine((change) => Object.values(change).some((value) => value !== undefined), {
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
