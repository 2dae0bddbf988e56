import type { Card } from '../card.ts';
import type { Money } from '../money.ts';
import type { RejectionReason, Status } from '../outcome.ts';

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export type DecidedPurchase = {
  readonly purchaseId: string;
  /**
   * This, quantity and holder are missing of a FAILED purchase that could not be read, and of one that
   * was cancelled before it was decided.
   */
  readonly showId?: string;
  readonly status: Exclude<Status, 'PENDING'>;
  readonly reason?: RejectionReason;
  readonly quantity?: number;
  /** Only where tickets were sold: a refusal costs nothing. */
  readonly total?: Money;
  readonly tickets: readonly { readonly ticketId: string; readonly seat?: string }[];
  /** With SEAT_TAKEN or SEAT_UNKNOWN: which. */
  readonly refusedSeats?: readonly string[];
  /** With PRICE_CHANGED: what one ticket costs now, where all that were asked for cost the same. */
  readonly currentPrice?: Money;
  /** With PRICE_CHANGED: what the tickets asked for cost now, together. */
  readonly currentTotal?: Money;
  readonly card?: Card;
  readonly holder?: { readonly name: string; readonly email: string };
  /** A sentence for people, e.g. "Booked 2 tickets for Ana." */
  readonly message: string;
  readonly reminderLeadSeconds?: number;
  readonly requestedAt: string;
  readonly decidedAt: string;
  readonly cancelledAt?: string;
};

/** `GET` before the decision, and the 202 of `POST /v1/purchases`. */
export type PendingPurchase = {
  readonly purchaseId: string;
  readonly status: 'PENDING';
  /** By what the workers measure now; left out when nobody waits for long. */
  readonly estimatedWaitSeconds?: number;
};

/** `GET /v1/users/{userId}/purchases`: newest first. */
export type PurchaseList = {
  readonly purchases: readonly DecidedPurchase[];
  readonly nextCursor?: string;
};

/** `GET /v1/users/{userId}/shows/{showId}`: what a buyer holds of a show. */
export type BuyerLedger = {
  readonly userId: string;
  readonly showId: string;
  /** In confirmed purchases. */
  readonly tickets: number;
  /** The one decided last; none when the buyer has not bought for this show. */
  readonly lastPurchase?: {
    readonly purchaseId: string;
    readonly status: Exclude<Status, 'PENDING'>;
    readonly requestedAt: string;
    readonly decidedAt: string;
  };
};
