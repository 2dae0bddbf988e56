import type { Total } from '@willcall/contracts';

/** What an intent is made for. Everything comes from the record of the purchase, never from a request. */
export type PaymentOrder = {
  readonly stage: string;
  readonly purchaseId: string;
  readonly userId: string;
  /** The number of the intent among those of the purchase. The same order and attempt always have the same intent. */
  readonly attempt: number;
  readonly amount: Total;
};

/**
 * What an intent is:
 * - `open`: the buyer can still pay, perhaps after a refusal or an authentication.
 * - `processing`: the provider is taking the money, and the intent cannot be canceled now.
 * - `succeeded`: the money was taken. It stays so, even if it is refunded later.
 * - `canceled`: it can take no money any more.
 */
export type IntentStatus = 'open' | 'processing' | 'succeeded' | 'canceled';

/** The provider's record of one payment. */
export type Intent = {
  readonly id: string;
  readonly status: IntentStatus;
  /** What the intent asks for, in willcall's minor units (ISO 4217). */
  readonly amount: Total;
  /** What was taken, in the same units. 0 unless it succeeded. */
  readonly received: number;
  /** What it was made for, as its metadata says. Undefined if willcall did not make it. */
  readonly order?: Pick<PaymentOrder, 'stage' | 'purchaseId' | 'userId'>;
  /** ISO 8601. */
  readonly createdAt: string;
  /** ISO 8601: when the money was taken. Only if it succeeded. */
  readonly paidAt?: string;
  /** What was given back so far, by anybody, pending refunds included, in the same units. */
  readonly refunded: number;
  /** Whether the buyer's bank disputes the charge, or has disputed it. Such a charge must not be refunded. */
  readonly isDisputed: boolean;
};

/** An intent with what its buyer pays by. The client secret is stored and logged nowhere. */
export type PayableIntent = Intent & {
  readonly clientSecret: string;
  /** What identifies the account to a browser. It is not secret. */
  readonly publishableKey: string;
};

/** One refund at the provider. */
export type ProviderRefund = {
  readonly id: string;
  readonly intent: string;
  readonly amount: number;
  readonly status: 'pending' | 'succeeded' | 'failed';
  /** ISO 8601. */
  readonly createdAt: string;
};

/** A verified message of the provider. It says only what to look at. */
export type Notification =
  | {
      readonly kind: 'intent';
      /** The id of the event: the same for each delivery. */
      readonly id: string;
      readonly intent: string;
      /** What the intent was made for, if the event says so. */
      readonly order?: Intent['order'];
    }
  | { readonly kind: 'other'; readonly id: string };

/**
 * A payment provider, as willcall needs it. An implementer must keep these promises:
 * - An intent takes its amount at most once, and either completely or not at all.
 * - Once `cancelIntent` has answered `canceled`, the intent never takes money. An intent that succeeded is never canceled.
 * - `createIntent` with the same order and attempt, and `refund` with the same key, act once, for at least a day.
 * - `readIntent`, `listRefunds` and the lists see what was answered before. A search index that lags is not enough.
 * - Every method throws only `ProviderError`, and each request that it sends ends within nine seconds.
 * - No error and no log contains the secret key, a client secret, or data of a card or a buyer.
 */
export type PaymentProvider = {
  readonly name: 'stripe';
  /** Makes the intent of an order, or finds it. */
  createIntent(order: PaymentOrder): Promise<PayableIntent>;
  /** Reads an intent, with its secret. */
  readIntent(id: string): Promise<PayableIntent>;
  /** Cancels an intent, unless it has succeeded, is processing or is canceled already. Returns it as it is then. */
  cancelIntent(id: string): Promise<Intent>;
  /** Gives back a part or all of what an intent took. */
  refund(refund: {
    readonly intent: string;
    readonly amount: Total;
    /** The provider's idempotency key. */
    readonly key: string;
  }): Promise<ProviderRefund>;
  listRefunds(intent: string): Promise<readonly ProviderRefund[]>;
  /** Lists all intents that were made in a time, `from` included and `to` excluded, in any order. */
  listIntents(created: { readonly from: Date; readonly to: Date }): AsyncIterable<Intent>;
  /**
   * Verifies a message of the provider.
   *
   * @throws ProviderError SIGNATURE_INVALID if the signature is wrong or too old.
   */
  readNotification(
    body: string,
    signature: string | undefined,
    receivedAt: Date,
  ): Promise<Notification>;
};
