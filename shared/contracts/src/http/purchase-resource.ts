import type { Card } from '../card.ts';
import type { Money } from '../money.ts';
import type { RejectionReason, Status } from '../outcome.ts';

/** `GET /v1/purchases/{purchaseId}` once the purchase is decided. */
export type DecidedPurchase = {
  readonly purchaseId: string;
  /** This, quantity and holder are missing only of a FAILED purchase that could not be read. */
  readonly showId?: string;
  readonly status: Exclude<Status, 'PENDING'>;
  readonly reason?: RejectionReason;
  readonly quantity?: number;
  /** Only where tickets were sold: a refusal costs nothing. */
  readonly total?: Money;
  readonly tickets: readonly { readonly ticketId: string }[];
  readonly card?: Card;
  readonly holder?: { readonly name: string; readonly email: string };
  /** A sentence for people, e.g. "Booked 2 tickets for Ana." */
  readonly message: string;
  readonly reminderLeadSeconds?: number;
  readonly requestedAt: string;
  readonly decidedAt: string;
};

/** `GET` before the decision, and the 202 of `POST /v1/purchases`. */
export type PendingPurchase = { readonly purchaseId: string; readonly status: 'PENDING' };
