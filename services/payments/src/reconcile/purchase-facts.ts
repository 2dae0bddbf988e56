import type { PurchaseRecord } from '@willcall/store';
import type { Intent } from '../provider/payment-provider.ts';

/** What of a purchase is compared. Nobody's name, address or card is among it. */
const comparedFields = [
  'userId',
  'recordKey',
  'purchaseId',
  'showId',
  'status',
  'quantity',
  'total',
  'payment',
  'refund',
  'charge',
  'decidedAt',
  'holdUntil',
  'paidAt',
  'expiredAt',
  'cancelledAt',
  'cancelledWithShow',
  'cancellationRequestedAt',
  'erasedAt',
] as const satisfies readonly (keyof PurchaseRecord)[];
export type ComparedPurchase = Pick<PurchaseRecord, (typeof comparedFields)[number]>;

/** Takes what is compared out of a record, so that many fit into memory. */
export const toCompared = (record: PurchaseRecord): ComparedPurchase =>
  Object.fromEntries(
    comparedFields.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])),
    // The type of `fromEntries` does not keep the names.
  ) as ComparedPurchase;

/** A purchase and what the provider knows of it. */
export type PurchaseFacts = {
  /** Undefined if there is none. */
  readonly purchase: ComparedPurchase | undefined;
  /** Intents of this stage that are for the purchase, in any number and order. */
  readonly intents: readonly Intent[];
  /** Whether the provider was asked for the intent of the record, and does not know it for this purchase. */
  readonly isIntentUnknown?: boolean;
};

/** What a comparison depends on, besides the purchase and its intents. */
export type Comparing = {
  readonly now: Date;
  /** Milliseconds after which a refund that has not begun is overdue: longer for a whole cancelled show. */
  readonly refundWithinMs: number;
  /**
   * What a show keeps of each ticket that its buyer cancels, in minor units. Undefined if the show is gone: then
   * nobody knows what may be kept.
   */
  readonly feePerTicket: number | undefined;
};

/** Milliseconds after a change in which one side may not know of the other's yet. */
export const IN_FLIGHT_MS = 15 * 60_000;

/** When something last happened to a purchase or its money, in milliseconds since 1970. */
export const findYoungest = ({ purchase, intents }: PurchaseFacts): number => {
  const times = [
    purchase?.decidedAt,
    purchase?.paidAt,
    purchase?.expiredAt,
    purchase?.cancelledAt,
    purchase?.erasedAt,
    ...intents.flatMap(({ createdAt, paidAt }) => [createdAt, paidAt]),
  ];
  return Math.max(0, ...times.flatMap((time) => (time === undefined ? [] : [Date.parse(time)])));
};

/** What an intent took and did not give back, in minor units. */
export const keptOf = ({ received, refunded }: Pick<Intent, 'received' | 'refunded'>): number =>
  received - refunded;

/** Whether an intent was made for a purchase: an order with its id and another buyer was not. */
export const isOrderOf = (
  { userId, purchaseId }: ComparedPurchase,
  order: NonNullable<Intent['order']>,
): boolean => order.purchaseId === purchaseId && order.userId === userId;

/** Whether an intent is the one of a purchase, by both sides. */
export const isOwnIntent = (purchase: ComparedPurchase, { id, order }: Intent): boolean =>
  purchase.payment?.intent === id && order?.purchaseId === purchase.purchaseId;
