import { nameThePurchase } from './error.ts';
import type {
  BuyerLedger,
  DecidedPurchase,
  Holder,
  PendingPurchase,
  PurchaseChange,
  PurchaseRequest,
  StartedPayment,
  Total,
} from './generated/api.ts';
import {
  type Answer,
  type Call,
  type CallOptions,
  listPages,
  type Send,
  sendWithin,
  toSegment,
  wait,
  withTimeout,
} from './http.ts';

/** The reasons of a rejected purchase. A newer release can have more, so keep a default branch. */
export type RejectionReason = NonNullable<DecidedPurchase['reason']>;

type Decided = Omit<DecidedPurchase, 'status' | 'reason'>;

/** The buyer has the tickets. */
export type ConfirmedPurchase = Decided & {
  readonly status: 'CONFIRMED';
  readonly showId: string;
  readonly quantity: number;
  readonly holder: Holder;
  readonly total: Total;
};

/** The tickets are held for the buyer until `holdUntil`, to be paid by then. */
export type HeldPurchase = Omit<ConfirmedPurchase, 'status'> & {
  readonly status: 'HELD';
  readonly holdUntil: string;
};

/** The tickets were not paid in time. Buy again with a new idempotency key. */
export type ExpiredPurchase = Decided & { readonly status: 'EXPIRED' };

/** The buyer has no tickets, for this reason. A retry needs a new idempotency key. */
export type RejectedPurchase = Decided & {
  readonly status: 'REJECTED';
  readonly reason: RejectionReason;
};

/** willcall gave up. Nothing was bought. Buy again with a new idempotency key. */
export type FailedPurchase = Decided & { readonly status: 'FAILED' };

export type CancelledPurchase = Decided & { readonly status: 'CANCELLED' };

/** A status or a reason that a newer release introduced. `original` is the purchase as it was sent. */
export type UnknownPurchase = Decided & {
  readonly status: 'UNKNOWN';
  readonly original: { readonly status: string; readonly reason?: string };
};

/** A decided purchase. Switch on `status`. */
export type Purchase =
  | HeldPurchase
  | ConfirmedPurchase
  | ExpiredPurchase
  | RejectedPurchase
  | FailedPurchase
  | CancelledPurchase
  | UnknownPurchase;

export type AcceptedPurchase = {
  readonly purchaseId: string;
  readonly idempotencyKey: string;
};

export type RequestOptions = CallOptions & {
  /** Names the purchase: the same key never buys twice. Default: a new key. */
  readonly idempotencyKey?: string | undefined;
};

export type BuyOptions = RequestOptions & {
  /** Called when the API has accepted the purchase, before it is decided. */
  readonly onAccepted?: (accepted: AcceptedPurchase) => void;
};

export type ResumeOptions = CallOptions & {
  /** Called after each read that finds the purchase undecided, e.g. to show `estimatedWaitSeconds`. */
  readonly onPending?: (pending: PendingPurchase) => void;
};

export type Purchases = {
  /**
   * Buys tickets: requests them, and waits for the decision. A refusal is a result, not an error.
   *
   * @throws WillcallError with the `idempotencyKey`, and the `purchaseId` if the API had accepted it
   */
  buy(request: PurchaseRequest, options?: BuyOptions): Promise<Purchase>;
  /** Requests tickets without waiting for the decision. */
  request(request: PurchaseRequest, options?: RequestOptions): Promise<AcceptedPurchase>;
  /** Waits for the decision of a purchase, e.g. after a restart. */
  resume(purchaseId: string, options?: ResumeOptions): Promise<Purchase>;
  get(purchaseId: string, options?: CallOptions): Promise<Purchase | PendingPurchase>;
  /**
   * Returns what a browser needs to pay a held purchase at the provider. Can be repeated: a purchase has one payment.
   * `resume` and `get` tell when it is confirmed.
   */
  startPayment(purchaseId: string, options?: CallOptions): Promise<StartedPayment>;
  /** Changes the holder or the reminder. */
  change(purchaseId: string, change: PurchaseChange, options?: CallOptions): Promise<Purchase>;
  /**
   * Cancels a pending, held or confirmed purchase. Can be repeated. A held one stays HELD, with
   * `cancellationRequestedAt`, until its payment is cancelled. Default: a purchase of the caller. Admins can name
   * another buyer.
   */
  cancel(
    purchaseId: string,
    options?: CallOptions & { readonly userId?: string },
  ): Promise<Purchase>;
  /** Cancels the purchase if that is possible, and removes its personal data. Can be repeated. */
  erase(purchaseId: string, options?: CallOptions): Promise<void>;
  /**
   * Lists a buyer's purchases. Default: the caller's. Each page of 50 is newest first; the pages are in
   * the order of the purchases' keys.
   */
  list(options?: CallOptions & { readonly userId?: string }): AsyncIterable<Purchase>;
  /** Counts the tickets that a buyer holds for a show. Default: the caller. */
  count(showId: string, options?: CallOptions & { readonly userId?: string }): Promise<BuyerLedger>;
};

/** Seconds between two polls if the server does not say. */
const POLL_SECONDS = 1;

export function createPurchases(send: Send): Purchases {
  const request = async (
    body: PurchaseRequest,
    key: string,
    signal: AbortSignal | undefined,
  ): Promise<Answer> => {
    const headers = { 'idempotency-key': key };
    return await send(
      { method: 'POST', path: '/purchases', body, headers, repeatable: true },
      signal,
    );
  };
  const poll = async (
    purchaseId: string,
    firstWaitSeconds: number,
    signal: AbortSignal | undefined,
    onPending?: ResumeOptions['onPending'],
  ): Promise<Purchase> => {
    for (let seconds = firstWaitSeconds; ; ) {
      await wait(seconds * 1_000, signal);
      const call = { method: 'GET', path: pathOf(purchaseId) };
      const { body, retryAfterSeconds } = await send(call, signal);
      const purchase = body as DecidedPurchase | PendingPurchase;
      if (purchase.status !== 'PENDING') return toPurchase(purchase);
      onPending?.(purchase);
      seconds = retryAfterSeconds ?? POLL_SECONDS;
    }
  };
  const change = async (call: Call, options: CallOptions | undefined): Promise<Purchase> =>
    toPurchase(await sendWithin<DecidedPurchase>(send, call, options));
  return {
    async buy(body, { idempotencyKey = crypto.randomUUID(), onAccepted, ...options } = {}) {
      let accepted: AcceptedPurchase | undefined;
      try {
        return await withTimeout(options, async (signal) => {
          const answer = await request(body, idempotencyKey, signal);
          const { purchaseId } = answer.body as PendingPurchase;
          accepted = { purchaseId, idempotencyKey };
          onAccepted?.(accepted);
          return await poll(purchaseId, answer.retryAfterSeconds ?? POLL_SECONDS, signal);
        });
      } catch (error) {
        nameThePurchase(error, accepted ?? { idempotencyKey });
        throw error;
      }
    },
    async request(body, { idempotencyKey = crypto.randomUUID(), ...options } = {}) {
      try {
        const answer = await withTimeout(options, (signal) =>
          request(body, idempotencyKey, signal),
        );
        return { purchaseId: (answer.body as PendingPurchase).purchaseId, idempotencyKey };
      } catch (error) {
        nameThePurchase(error, { idempotencyKey });
        throw error;
      }
    },
    async resume(purchaseId, { onPending, ...options } = {}) {
      try {
        return await withTimeout(options, (signal) => poll(purchaseId, 0, signal, onPending));
      } catch (error) {
        nameThePurchase(error, { purchaseId });
        throw error;
      }
    },
    async get(purchaseId, options) {
      const call = { method: 'GET', path: pathOf(purchaseId) };
      const purchase = await sendWithin<DecidedPurchase | PendingPurchase>(send, call, options);
      return purchase.status === 'PENDING' ? purchase : toPurchase(purchase);
    },
    startPayment: (purchaseId, options) =>
      sendWithin(
        send,
        { method: 'POST', path: `${pathOf(purchaseId)}/payment`, repeatable: true },
        options,
      ),
    change: (purchaseId, body, options) =>
      change({ method: 'PATCH', path: pathOf(purchaseId), body }, options),
    cancel: (purchaseId, { userId, ...options } = {}) => {
      const owner = userId === undefined ? '' : pathOfUser(userId);
      const path = `${owner}${pathOf(purchaseId)}/cancel`;
      return change({ method: 'POST', path, repeatable: true }, options);
    },
    async erase(purchaseId, options) {
      await sendWithin(send, { method: 'DELETE', path: pathOf(purchaseId) }, options);
    },
    async *list({ userId = 'me', ...options } = {}) {
      const call = { method: 'GET', path: `${pathOfUser(userId)}/purchases` };
      const all = listPages<DecidedPurchase>(send, call, 'purchases', options);
      for await (const purchase of all) yield toPurchase(purchase);
    },
    count: (showId, { userId = 'me', ...options } = {}) =>
      sendWithin(
        send,
        { method: 'GET', path: `${pathOfUser(userId)}/shows/${toSegment(showId)}` },
        options,
      ),
  };
}

const pathOfUser = (userId: string): string => `/users/${toSegment(userId)}`;

const pathOf = (purchaseId: string): string => `/purchases/${toSegment(purchaseId)}`;

/** The reasons that this release knows, as a record so that none is missing. */
const knownReasons: Readonly<Record<RejectionReason, true>> = {
  SOLD_OUT: true,
  ALL_HELD: true,
  SHOW_NOT_FOUND: true,
  SHOW_CANCELLED: true,
  SALE_NOT_OPEN: true,
  SALE_CLOSED: true,
  SALE_PAUSED: true,
  PURCHASE_IN_PROGRESS: true,
  SEAT_TAKEN: true,
  SEAT_UNKNOWN: true,
  LIMIT_EXCEEDED: true,
  HOLD_OPEN: true,
  TOO_MANY_HOLDS: true,
  PRICE_CHANGED: true,
  CARD_EXPIRED: true,
};

/** Types a purchase by its status. What this release does not know becomes UNKNOWN, with the original. */
function toPurchase(purchase: DecidedPurchase): Purchase {
  const { status, reason, ...rest } = purchase;
  switch (status) {
    case 'HELD':
    case 'CONFIRMED': {
      const { showId, quantity, holder, total, holdUntil } = rest;
      if (!(showId && quantity && holder && total)) break;
      const sold = { ...rest, showId, quantity, holder, total };
      if (status === 'CONFIRMED') return { ...sold, status };
      if (holdUntil !== undefined) return { ...sold, status, holdUntil };
      break;
    }
    case 'REJECTED':
      if (reason !== undefined && Object.hasOwn(knownReasons, reason)) {
        return { ...rest, status, reason };
      }
      break;
    case 'EXPIRED':
    case 'FAILED':
    case 'CANCELLED':
      return { ...rest, status };
  }
  const original = { status, ...(reason === undefined ? {} : { reason }) };
  return { ...rest, status: 'UNKNOWN', original };
}
