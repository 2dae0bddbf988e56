import {
  Card,
  CorrelationId,
  Instant,
  MAX_TICKETS_PER_PURCHASE,
  Money,
  PurchaseId,
  ReminderLead,
  refundStatuses,
  rejectionReasons,
  SeatId,
  Total,
} from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import { PURCHASE_PREFIX, purchaseRecordKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import {
  type Item,
  queryItems,
  type ReadRecords,
  type RecordKind,
  readItem,
  readRecords,
} from '../read-items.ts';
import { type RecordPage, readPage } from '../read-page.ts';
import { ReminderKey } from '../reminders/reminder.ts';

/** The number of a stock shard, and the tickets that were taken from it. */
const SoldFrom = z.tuple([z.int().check(z.gte(0), z.lte(MAX_SHARDS - 1)), z.int().check(z.gte(1))]);

/** The shards that a purchase's tickets came from. */
const soldFrom = z.array(SoldFrom).check(z.minLength(1));

/** The provider's record of one payment. */
const PurchasePayment = z.object({
  /** Stripe allows 255 characters. Its ids have 27. */
  intent: z.string().check(z.minLength(1), z.maxLength(255)),
  /** The number of the intent among those of the purchase: part of the provider's idempotency key. */
  attempt: z.int().check(z.gte(1)),
});
export type PurchasePayment = z.infer<typeof PurchasePayment>;

/** Money that goes back to the buyer, in the currency of the total. */
const Refund = z.object({
  /** Minor units. */
  amount: z.int().check(z.gte(1)),
  /** Rises with each further try after a failure: part of the provider's idempotency key. */
  attempt: z.int().check(z.gte(1)),
  /** SUCCEEDED can become FAILED later. */
  status: z.enum(refundStatuses),
});
export type Refund = z.infer<typeof Refund>;

/** What happened to the charge of a sold purchase at the provider, without willcall. */
const Charge = z.object({
  /** What was given back, in minor units of the currency of the total. */
  refunded: z.int().check(z.gte(0)),
  /** Whether the buyer's bank disputes it, or has disputed it. */
  disputed: z.boolean(),
});
export type Charge = z.infer<typeof Charge>;

const fields = {
  userId: z.string(),
  /** `P#` and the first 12 bytes of the purchase id. */
  recordKey: z.string(),
  purchaseId: PurchaseId,
  showId: z.string(),
  reason: z.optional(z.enum(rejectionReasons)),
  quantity: z.int().check(z.gte(1), z.lte(MAX_TICKETS_PER_PURCHASE)),
  /** With reserved seating: the seats, one for each ticket. */
  seats: z.optional(z.array(SeatId).check(z.maxLength(MAX_TICKETS_PER_PURCHASE))),
  /**
   * The stock shards that the tickets were taken from, and how many from each. A return goes back there.
   * The revenue is counted in the first of them. Missing if nothing was ever held or sold.
   */
  from: z.optional(soldFrom),
  /** After a late payment: the shards of the hold, from which `from` may differ. */
  heldFrom: z.optional(soldFrom),
  /** The price of all tickets at the decision. */
  total: z.optional(Total),
  /** For a refusal: the seats that were taken or unknown. */
  refusedSeats: z.optional(z.array(SeatId)),
  /** For a SOLD_OUT refusal: the tickets that were left. Older records do not have it. */
  ticketsLeft: z.optional(z.int().check(z.gte(0))),
  /** For a PRICE_CHANGED refusal: the prices at the decision, for one ticket and for all. */
  currentPrice: z.optional(Money),
  currentTotal: z.optional(Total),
  /** Removed on erasure, like the card. */
  holder: z.optional(z.object({ name: z.string(), email: z.string() })),
  card: z.optional(Card),
  /** Seconds, if the buyer requested a lead. */
  reminderLeadSeconds: z.optional(ReminderLead),
  /**
   * The partition key of the reminder that waits or was sent. Missing if the purchase was made after
   * the due time, or if the reminder was suppressed.
   */
  reminder: z.optional(ReminderKey),
  requestedAt: Instant,
  decidedAt: Instant,
  cancelledAt: z.optional(Instant),
  /** Until when the tickets are held. Removed when they are paid. */
  holdUntil: z.optional(Instant),
  /** When the hold had ended. Removed if a late payment buys the tickets after all. */
  expiredAt: z.optional(Instant),
  /** When the buyer asked to cancel a held purchase that has an intent, or its show was cancelled. */
  cancellationRequestedAt: z.optional(Instant),
  payment: z.optional(PurchasePayment),
  /** When the money was taken. Only a purchase that was held has it. */
  paidAt: z.optional(Instant),
  refund: z.optional(Refund),
  charge: z.optional(Charge),
  /** Set if the show had been cancelled when the purchase was. */
  cancelledWithShow: z.optional(z.literal(true)),
  /**
   * When the personal data was erased. The remaining record keeps the same key from buying again.
   */
  erasedAt: z.optional(Instant),
  correlationId: z.string(),
};

/**
 * Attributes that are missing if the message could not be read, or if the purchase was cancelled
 * before its message was processed.
 */
const unread = {
  showId: z.optional(fields.showId),
  quantity: z.optional(fields.quantity),
};

/** Attributes that every purchase has whose tickets are or were held. */
const held = { from: soldFrom, total: Total, holdUntil: Instant };

/**
 * A decided purchase with its tickets: one item of at most 1 KB for 8 tickets, unless every field is
 * at its longest, so that it costs one write unit (two in a transaction). That includes the payment and the
 * refund of an intent whose id has at most 64 characters. Values that can be derived, such as ticket ids and
 * sentences, are not stored.
 */
export const PurchaseRecord = z.discriminatedUnion('status', [
  z.object({ ...fields, from: soldFrom, status: z.literal('CONFIRMED') }),
  z.object({ ...fields, ...held, status: z.literal('HELD') }),
  z.object({ ...fields, ...held, expiredAt: Instant, status: z.literal('EXPIRED') }),
  z.object({ ...fields, status: z.literal('REJECTED') }),
  z.object({ ...fields, ...unread, status: z.enum(['FAILED', 'CANCELLED']) }),
]);
export type PurchaseRecord = z.infer<typeof PurchaseRecord>;

/** Purchases among the stored records. */
export const purchaseKind = {
  table: 'purchases',
  schema: PurchaseRecord,
  what: 'the purchase',
} as const satisfies RecordKind<'purchases', typeof PurchaseRecord>;

/** A confirmed purchase. */
export type ConfirmedPurchase = PurchaseRecord & { readonly status: 'CONFIRMED' };

/** A purchase whose tickets are held until it is paid. */
export type HeldPurchase = PurchaseRecord & { readonly status: 'HELD' };

/** A purchase that was not paid in time. */
export type ExpiredPurchase = PurchaseRecord & { readonly status: 'EXPIRED' };

/**
 * Reads a buyer's purchase by its key. Undefined until it is decided. 0.5 read units, and writes of
 * the last second may be missing. Consistent: 1. The buyer is the partition key, so another buyer's
 * purchase cannot be read by mistake.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export function readPurchase(
  store: Store<'purchases'>,
  userId: string,
  purchaseKey: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<PurchaseRecord | undefined> {
  return readItem(store, purchaseKind, {
    key: { userId, recordKey: purchaseRecordKey(purchaseKey) },
    consistent,
  });
}

/**
 * Lists a page of a buyer's decided purchases in key order, including erased ones. Consistent: 1 read
 * unit per 4 KB of the page and one more purchase, whatever else the buyer has. A purchase that cannot
 * be read is left out, so a page may be shorter than its limit.
 *
 * @param after a record key of a purchase. It need not exist any more.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listPurchasePage(
  store: Store<'purchases'>,
  userId: string,
  limit: number,
  after?: string,
): Promise<RecordPage<PurchaseRecord>> {
  // One more than requested shows whether there is a next page.
  const found = await queryPurchases(store, userId, { after, most: limit + 1 });
  const hasNext = found.length > limit;
  return readPage(store, purchaseKind, found.slice(0, limit), { sortKey: 'recordKey', hasNext });
}

/**
 * Lists all decided purchases of a buyer, including erased ones, in key order. Consistent: 1 read
 * unit per 4 KB, which is five to ten purchases.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listPurchases(
  store: Store<'purchases'>,
  userId: string,
): Promise<ReadRecords<PurchaseRecord>> {
  return readRecords(store, purchaseKind, await queryPurchases(store, userId, {}));
}

const queryPurchases = (
  store: Store<'purchases'>,
  userId: string,
  { after, most }: { readonly after?: string | undefined; readonly most?: number },
): Promise<Item[]> => {
  const query = {
    TableName: store.tables.purchases,
    ConsistentRead: true,
    // The buyer's ledgers are in the same partition.
    KeyConditionExpression: 'userId = :user AND begins_with(recordKey, :purchase)',
    ExpressionAttributeValues: { ':user': userId, ':purchase': PURCHASE_PREFIX },
    ...(after === undefined ? {} : { ExclusiveStartKey: { userId, recordKey: after } }),
  };
  return queryItems(store, "list the buyer's purchases", query, most);
};

const RemindedPurchase = z.object({
  purchaseId: z.string(),
  status: z.string(),
  quantity: z.optional(z.int()),
  reminder: z.optional(z.string()),
  reminderLeadSeconds: z.optional(ReminderLead),
  correlationId: CorrelationId,
});

/** The part of a purchase that its reminder needs, without holder and card. */
export type RemindedPurchase = z.infer<typeof RemindedPurchase>;

const remindedKind = {
  table: 'purchases',
  schema: RemindedPurchase,
  what: 'the purchase of a reminder',
} as const;

/**
 * Reads the purchase of a reminder. Undefined if it does not exist. Consistent: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export function readRemindedPurchase(
  store: Store<'purchases'>,
  key: { readonly userId: string; readonly recordKey: string },
): Promise<RemindedPurchase | undefined> {
  return readItem(store, remindedKind, {
    key: { userId: key.userId, recordKey: key.recordKey },
    consistent: true,
    attributes: Object.keys(RemindedPurchase.shape),
  });
}
