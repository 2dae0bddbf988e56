import * as z from 'zod';
import { Card } from '../card.ts';
import { Money, Total } from '../money.ts';
import { rejectionReasons, statuses } from '../outcome.ts';

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
