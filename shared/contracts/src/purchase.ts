import * as z from 'zod';
import { CorrelationId, PurchaseId, SeatId, ShowId, UserId } from './ids.ts';
import { Instant, ReminderLead } from './time.ts';

/** The states of a purchase. PENDING is never recorded: it is the absence of a record. */
export const statuses = ['PENDING', 'CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED'] as const;
export type Status = (typeof statuses)[number];

/** Why a purchase was REJECTED. Stable: subscribers and clients switch on these. */
export const rejectionReasons = [
  'SOLD_OUT',
  'SHOW_NOT_FOUND',
  'SHOW_CANCELLED',
  'SALE_NOT_OPEN',
  'SALE_CLOSED',
  'SALE_PAUSED',
  'PURCHASE_IN_PROGRESS',
  'SEAT_TAKEN',
  'SEAT_UNKNOWN',
  'LIMIT_EXCEEDED',
  'PRICE_CHANGED',
] as const;
export type RejectionReason = (typeof rejectionReasons)[number];

/** What a person is told of each refusal. */
export const rejectionMessages: Readonly<Record<RejectionReason, string>> = {
  SOLD_OUT: 'No tickets available.',
  SHOW_NOT_FOUND: 'There is no such show.',
  SHOW_CANCELLED: 'The show was cancelled.',
  SALE_NOT_OPEN: 'The sale has not opened yet.',
  SALE_CLOSED: 'The sale has closed.',
  SALE_PAUSED: 'The sale is paused.',
  PURCHASE_IN_PROGRESS: 'Another purchase of yours for this show was still being decided.',
  SEAT_TAKEN: 'A seat was taken by somebody else.',
  SEAT_UNKNOWN: 'A seat does not exist in this show.',
  LIMIT_EXCEEDED: 'This is more tickets than one buyer may hold for this show.',
  PRICE_CHANGED: 'The price has changed; nothing was bought.',
};

/** All that is ever kept of a card. The number itself never leaves the function that checks it. */
export const Card = z.object({
  brand: z.enum(['visa', 'mastercard']),
  last4: z.string().regex(/^\d{4}$/),
});
export type Card = z.infer<typeof Card>;

export const MAX_TICKETS_PER_PURCHASE = 8;

export const PURCHASE_MESSAGE_VERSION = 1;

/** Read wider than it was checked: a currency that only the newer release knows is no broken message. */
const Expected = z.object({ amount: z.int().min(0), currency: z.string().length(3) });

/**
 * What `accept` queues and the worker decides. Unknown fields are ignored, so that two releases can
 * run side by side; what changes the meaning of a known field takes a new version.
 */
export const PurchaseMessage = z.object({
  version: z.literal(PURCHASE_MESSAGE_VERSION),
  purchaseId: PurchaseId,
  userId: UserId,
  showId: ShowId,
  quantity: z.int().min(1).max(MAX_TICKETS_PER_PURCHASE),
  /** Of a show with reserved seating: `quantity` is their number. */
  seats: z.array(SeatId).min(1).max(MAX_TICKETS_PER_PURCHASE).optional(),
  holder: z.object({ name: z.string().max(100), email: z.string().max(254) }),
  card: Card.optional(),
  expectedPrice: Expected.optional(),
  expectedTotal: Expected.optional(),
  reminderLeadSeconds: ReminderLead.optional(),
  /** When `accept` took the request: sale windows are judged by it. */
  requestedAt: Instant,
  correlationId: CorrelationId,
});
export type PurchaseMessage = z.infer<typeof PurchaseMessage>;
