import {
  Card,
  CorrelationId,
  Instant,
  Money,
  rejectionReasons,
  SeatId,
  Total,
} from '@willcall/contracts';
import * as z from 'zod';
import { PURCHASE_PREFIX, purchaseRecordKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readItem, readRecord } from '../read-items.ts';

const fields = {
  userId: z.string(),
  /** `P#` and the first 12 bytes of the id. */
  recordKey: z.string(),
  purchaseId: z.string(),
  showId: z.string(),
  reason: z.enum(rejectionReasons).optional(),
  quantity: z.int().min(1),
  /** Of a show with reserved seating: the seats, each a ticket. */
  seats: z.array(SeatId).optional(),
  /** Of all tickets together, at the decision: what was sold. */
  total: Total.optional(),
  /** Of a refusal: the seats that were taken or unknown. */
  refusedSeats: z.array(SeatId).optional(),
  /** Of a refusal with PRICE_CHANGED: the price at the decision, of one ticket and of all together. */
  currentPrice: Money.optional(),
  currentTotal: Total.optional(),
  /** Gone once it is erased, like the card. */
  holder: z.object({ name: z.string(), email: z.string() }).optional(),
  card: Card.optional(),
  /** Seconds; what the buyer asked for, when they did. */
  reminderLeadSeconds: z.int().min(0).optional(),
  /** The partition of its reminder: the minute in which it is due, and a lane. */
  reminder: z.string().optional(),
  requestedAt: Instant,
  decidedAt: Instant,
  cancelledAt: Instant.optional(),
  /** When its personal data was erased. What is left keeps the same key from buying again. */
  erasedAt: Instant.optional(),
  correlationId: z.string(),
};

/**
 * What is not known of a purchase whose message could not be read, or that was cancelled before its
 * message was.
 */
const unread = {
  showId: fields.showId.optional(),
  quantity: fields.quantity.optional(),
};

/**
 * A decided purchase, its tickets inside: one document of at most 1 KB for 8 tickets, so that it
 * costs one write unit (two in a transaction). What can be derived on reading is not stored: ticket
 * ids, totals, sentences.
 */
export const PurchaseRecord = z.discriminatedUnion('status', [
  z.object({ ...fields, status: z.enum(['CONFIRMED', 'REJECTED']) }),
  z.object({ ...fields, ...unread, status: z.enum(['FAILED', 'CANCELLED']) }),
]);
export type PurchaseRecord = z.infer<typeof PurchaseRecord>;

/** A purchase that holds its tickets. */
export type ConfirmedPurchase = PurchaseRecord & { readonly status: 'CONFIRMED' };

/**
 * A buyer's purchase by its key, or undefined while it is undecided: 0.5 read units, and a write of
 * the last second may be missing; consistent, 1. The buyer is the partition, so somebody else's
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
  return readItem(store, {
    table: store.tables.purchases,
    key: { userId, recordKey: purchaseRecordKey(purchaseKey) },
    consistent,
    schema: PurchaseRecord,
    what: 'the purchase',
  });
}

/**
 * All decided purchases of a buyer, erased ones too, in the order of their keys. Consistent: 1 read
 * unit for every 4 KB, five to ten purchases.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listPurchases(
  store: Store<'purchases'>,
  userId: string,
): Promise<PurchaseRecord[]> {
  const items = await queryItems(store, "list the buyer's purchases", {
    TableName: store.tables.purchases,
    ConsistentRead: true,
    // The buyer's ledgers stand in the same partition.
    KeyConditionExpression: 'userId = :user AND begins_with(recordKey, :purchase)',
    ExpressionAttributeValues: { ':user': userId, ':purchase': PURCHASE_PREFIX },
  });
  return items.map((item) => readRecord(PurchaseRecord, item, 'a purchase'));
}

const RemindedPurchase = z.object({
  purchaseId: z.string(),
  status: z.string(),
  quantity: z.int().optional(),
  reminder: z.string().optional(),
  reminderLeadSeconds: z.int().optional(),
  correlationId: CorrelationId,
});

/** Of a purchase, what its reminder needs: neither holder nor card. */
export type RemindedPurchase = z.infer<typeof RemindedPurchase>;

/**
 * The purchase that a reminder is about, or undefined when there is none. Consistent: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export function readRemindedPurchase(
  store: Store<'purchases'>,
  key: { readonly userId: string; readonly recordKey: string },
): Promise<RemindedPurchase | undefined> {
  return readItem(store, {
    table: store.tables.purchases,
    key: { userId: key.userId, recordKey: key.recordKey },
    consistent: true,
    schema: RemindedPurchase,
    what: 'the purchase of a reminder',
    attributes: Object.keys(RemindedPurchase.shape),
  });
}
