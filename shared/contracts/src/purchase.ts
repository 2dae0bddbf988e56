import * as z from 'zod/mini';
import { described } from './fields.ts';
import { CorrelationId, PurchaseId, SeatId, ShowId, UserId } from './ids.ts';
import { Instant, ReminderLead } from './time.ts';

/** What became of money that goes back. SUCCEEDED can become FAILED later. */
export const refundStatuses = ['REQUESTED', 'SUCCEEDED', 'FAILED'] as const;

/** HELD is decided and open: it becomes CONFIRMED, EXPIRED or CANCELLED. */
export const decidedStatuses = [
  'HELD',
  'CONFIRMED',
  'EXPIRED',
  'REJECTED',
  'FAILED',
  'CANCELLED',
] as const;
export type DecidedStatus = (typeof decidedStatuses)[number];

/** The states of a purchase. PENDING is never recorded: it is the absence of a record. */
export const statuses = ['PENDING', ...decidedStatuses] as const;
export type Status = (typeof statuses)[number];

/** The reasons of a REJECTED purchase. They are stable: subscribers and clients switch on them. */
export const rejectionReasons = [
  'SOLD_OUT',
  'ALL_HELD',
  'SHOW_NOT_FOUND',
  'SHOW_CANCELLED',
  'SALE_NOT_OPEN',
  'SALE_CLOSED',
  'SALE_PAUSED',
  'PURCHASE_IN_PROGRESS',
  'SEAT_TAKEN',
  'SEAT_UNKNOWN',
  'LIMIT_EXCEEDED',
  'HOLD_OPEN',
  'TOO_MANY_HOLDS',
  'PRICE_CHANGED',
  'CARD_EXPIRED',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** The reasons for which every purchase of a show is refused at a moment. */
export const notOnSaleReasons = [
  'SHOW_CANCELLED',
  'SALE_NOT_OPEN',
  'SALE_CLOSED',
  'SALE_PAUSED',
  'SOLD_OUT',
  'ALL_HELD',
  'SEAT_UNKNOWN',
] as const satisfies readonly RejectionReason[];
export type NotOnSaleReason = (typeof notOnSaleReasons)[number];

/**
 * The sentence that a buyer reads for each reason, if the record has no details for a better one. A buyer
 * may read it long after the decision, so each sentence stays true when the sale or the show changes.
 */
export const rejectionMessages: Readonly<Record<RejectionReason, string>> = {
  SOLD_OUT: 'No tickets available.',
  ALL_HELD: 'Other buyers were paying for the last tickets. Some can come back on sale.',
  SHOW_NOT_FOUND: 'The show does not exist.',
  SHOW_CANCELLED: 'The show was cancelled.',
  SALE_NOT_OPEN: 'The purchase was requested before the opening of the sale.',
  SALE_CLOSED: 'The purchase was requested after the end of the sale.',
  SALE_PAUSED: 'The purchase was requested while the sale was paused.',
  PURCHASE_IN_PROGRESS: 'Another of your purchases for this show was still being decided.',
  SEAT_TAKEN: 'One of the seats was already taken.',
  SEAT_UNKNOWN: 'The show did not have one of the seats.',
  LIMIT_EXCEEDED:
    'The purchase exceeded the number of tickets that one buyer may hold for this show.',
  HOLD_OPEN: 'Another of your purchases for this show was still to be paid.',
  TOO_MANY_HOLDS: 'Too many of your purchases for this show were not paid in time.',
  PRICE_CHANGED: 'The price was not the expected one. No tickets were bought.',
  CARD_EXPIRED: 'The card had expired. No tickets were bought.',
};

/** The only card data that is kept. The card number never leaves the function that checks it. */
export const Card = z.object({
  brand: described(z.enum(['visa', 'mastercard']), 'The brand of the card.'),
  last4: described(
    z.string().check(z.regex(/^\d{4}$/)),
    'The last four digits of the card number.',
  ),
});
export type Card = z.infer<typeof Card>;

export const MAX_TICKETS_PER_PURCHASE = 8;

export const PURCHASE_MESSAGE_VERSION = 1;

/** More tolerant than `Money`: a message may hold a currency that only a newer release knows. */
const Expected = z.object({
  amount: z.int().check(z.gte(0)),
  currency: z.string().check(z.length(3)),
});

/**
 * The message that `accept` queues and the worker decides. Readers ignore unknown fields, so that two
 * releases can run side by side. A change to the meaning of a field requires a new version.
 */
export const PurchaseMessage = z.object({
  version: z.literal(PURCHASE_MESSAGE_VERSION),
  purchaseId: PurchaseId,
  userId: UserId,
  showId: ShowId,
  quantity: z.int().check(z.gte(1), z.lte(MAX_TICKETS_PER_PURCHASE)),
  /** Only for a show with reserved seating. `quantity` is the number of seats. */
  seats: z.optional(z.array(SeatId).check(z.minLength(1), z.maxLength(MAX_TICKETS_PER_PURCHASE))),
  holder: z.object({
    name: z.string().check(z.maxLength(100)),
    email: z.string().check(z.maxLength(254)),
  }),
  card: z.optional(Card),
  /** True if the card had expired at `requestedAt`. An earlier attempt may have been in time. */
  hasExpiredCard: z.optional(z.boolean()),
  expectedPrice: z.optional(Expected),
  expectedTotal: z.optional(Expected),
  reminderLeadSeconds: z.optional(ReminderLead),
  /** When `accept` received the request. Sale windows are judged by this time. */
  requestedAt: Instant,
  correlationId: CorrelationId,
});
export type PurchaseMessage = z.infer<typeof PurchaseMessage>;
