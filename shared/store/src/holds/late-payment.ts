import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { known } from '@willcall/contracts';
import { allocate, conflictJitterMs, retry, wantedReminderKey } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import { purchaseRef, seatKey } from '../keys.ts';
import { type Store, sendConditional, wrapNumbers } from '../open-store.ts';
import type { ChangeSeams } from '../purchases/change-together.ts';
import { type LedgerRecord, readLedger } from '../purchases/ledger.ts';
import {
  type ConfirmedPurchase,
  type ExpiredPurchase,
  type PurchasePayment,
  type PurchaseRecord,
  purchaseKind,
} from '../purchases/purchase-record.ts';
import { readItem, readRecords } from '../read-items.ts';
import { readSeats } from '../seats/seat-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { postToShards, readReadableStock, transactOnStock } from '../stock/stock-shards.ts';
import type { TransactionAction } from '../write-items.ts';
import { addLateSaleToLedger } from './hold-ledger.ts';

/** Money that arrived after its hold had expired. */
export type LatePayment = {
  /** As read, with the intent that was paid. */
  readonly purchase: ExpiredPurchase;
  /** The id of the paid intent. Its amount and its currency are those of the purchase. */
  readonly intent: string;
  /** ISO 8601: when the provider took the money. */
  readonly paidAt: string;
};

/** What became of a late payment. Nothing was written unless it is `sold`. */
export type LateSale =
  | { readonly kind: 'sold'; readonly purchase: ConfirmedPurchase }
  /** The tickets, its seats or the limit of the buyer do not allow it: request a refund. */
  | { readonly kind: 'no-tickets' }
  /** The purchase is no longer as the caller read it. This is its current record. */
  | { readonly kind: 'overtaken'; readonly current: PurchaseRecord };

/** Transactions to try before the caller must retry. */
const MAX_ROUNDS = 8;

/**
 * Sells the tickets of an expired purchase that was paid late, at the price of its record, if there are any. It is
 * decided once and for ever: a purchase with a refund is never sold, and one that is sold gets no refund of this
 * kind (`requestRefund`).
 *
 *     purchase       EXPIRED, this intent, no refund, not erased  →  CONFIRMED, from other shards perhaps
 *     stock shard    available ≥ n, not settled                   →  available − n, sold + n, revenue + total
 *     seat           free                                         →  held by the purchase
 *     ledger         tickets ≤ limit − n                          →  tickets + n, one expired hold less
 *     journal        does not exist                               →  a sale
 *
 *     sell late: EXPIRED ✓ ── request refund: EXPIRED ✗
 *     request refund: no refund ✓ ── sell late: no refund ✗
 *
 * The show must be neither cancelled nor begun: such money is refunded. 1 read unit for each shard, seat and the
 * ledger; 2 write units for each item.
 *
 * @throws StoreError STORE_UNAVAILABLE: the tickets may be sold, and it is safe to retry. RECORD_UNREADABLE,
 *   STOCK_MISSING
 */
export function sellLate(
  store: Store,
  show: ShowRecord,
  { purchase, intent, paidAt }: LatePayment,
  { clock, random, wait }: ChangeSeams,
): Promise<LateSale> {
  const attempt = async (): Promise<LateSale | 'again'> => {
    const at = clock().toISOString();
    const allocation = await findTickets(store, show, purchase, random);
    const ledger = await readLedger(store, purchase.userId, show.showId);
    if (allocation === undefined || isOverLimit(show, purchase, ledger)) {
      return { kind: 'no-tickets' };
    }
    const sold = toSold(show, purchase, { from: allocation, paidAt });
    const postings = postPurchases('SALE', [sold]);
    const stock = postToShards(store, show.showId, postings);
    const actions = [
      confirmLate(store, sold, intent),
      ...stock,
      ...takeSeats(store, show, sold),
      addLateSaleToLedger(store, show, purchase, ledger),
      putEntry(store, show.showId, { kind: 'SALE', postings, purchases: [toPosted(sold)], at }),
    ];
    const sent = { what: 'sell the late purchase', actions, token: randomUUID(), at };
    const outcome = await transactOnStock(store, show, sent);
    if (outcome.kind === 'committed') return { kind: 'sold', purchase: sold };
    if (outcome.reasons[0] !== 'condition') return 'again';
    const key = { userId: purchase.userId, recordKey: purchase.recordKey };
    const current = await readItem(store, purchaseKind, { key, consistent: true });
    return { kind: 'overtaken', current: current ?? throwMissing() };
  };
  return retry<LateSale>(attempt, {
    attempts: MAX_ROUNDS,
    delayMs: (nth) => conflictJitterMs(nth, random),
    wait,
    exhausted: () =>
      new StoreError(
        'STORE_UNAVAILABLE',
        'DynamoDB did not sell the late purchase: too many conflicts with other writes',
      ),
  });
}

/** Finds tickets for a purchase, or undefined if too few are available or one of its seats is taken. */
async function findTickets(
  store: Store,
  show: ShowRecord,
  { quantity, seats = [], from }: ExpiredPurchase,
  random: () => number,
): Promise<ConfirmedPurchase['from'] | undefined> {
  if (seats.length > 0) {
    const found = await readSeats(store, show, seats);
    const [damaged] = found.unreadable.values();
    if (damaged !== undefined) throw damaged;
    if (seats.some((id) => isTaken(found.seats.get(id)))) return undefined;
  }
  const { stock, unreadable } = await readReadableStock(store, show);
  const left = stock.map(({ available }) => available);
  if (left.reduce((a, b) => a + b, 0) >= quantity) {
    const [preferred] = known(from[0], 'shard of a hold');
    return allocate(quantity, left, preferred, random).map((part) => [part.shard, part.quantity]);
  }
  // The tickets may be in the damaged shard, so nothing is refunded because of it.
  if (unreadable !== undefined) throw unreadable;
  return undefined;
}

const isTaken = (seat: { readonly heldBy?: string | undefined } | undefined): boolean =>
  seat === undefined || seat.heldBy !== undefined;

const isOverLimit = (
  { maxTicketsPerBuyer: most = Number.POSITIVE_INFINITY }: ShowRecord,
  { quantity }: ExpiredPurchase,
  ledger: LedgerRecord | undefined,
): boolean => (ledger?.tickets ?? 0) + quantity > most;

type LateSalePart = {
  readonly from: ConfirmedPurchase['from'];
  readonly paidAt: string;
};

/** The purchase keeps from which shards its hold was, because the journal says it too. */
function toSold(
  show: ShowRecord,
  { holdUntil: _, expiredAt: __, from: heldFrom, ...purchase }: ExpiredPurchase,
  { from, paidAt }: LateSalePart,
): ConfirmedPurchase {
  const reminder = wantedReminderKey(show, purchase, paidAt);
  return {
    ...purchase,
    ...{ status: 'CONFIRMED', from, heldFrom, paidAt },
    ...(reminder === undefined ? {} : { reminder }),
  };
}

const confirmLate = (
  { tables }: Store<'purchases'>,
  { userId, recordKey, from, heldFrom, paidAt, reminder }: ConfirmedPurchase,
  intent: string,
): TransactionAction => ({
  Update: {
    TableName: tables.purchases,
    Key: { userId, recordKey },
    UpdateExpression: [
      'SET #status = :confirmed, #from = :from, heldFrom = :heldFrom, paidAt = :paidAt',
      ...(reminder === undefined ? [] : [', reminder = :reminder']),
      ' REMOVE holdUntil, expiredAt',
    ].join(''),
    ConditionExpression: [
      '#status = :expired',
      'payment.intent = :intent',
      'attribute_not_exists(refund)',
      'attribute_not_exists(erasedAt)',
    ].join(' AND '),
    // Reserved words of DynamoDB.
    ExpressionAttributeNames: { '#status': 'status', '#from': 'from' },
    ExpressionAttributeValues: {
      ':confirmed': 'CONFIRMED',
      ':expired': 'EXPIRED',
      ':intent': intent,
      ':from': from,
      ':heldFrom': heldFrom,
      ':paidAt': paidAt,
      ...(reminder === undefined ? {} : { ':reminder': reminder }),
    },
  },
});

/** The price of the seats does not matter: that of the record holds. */
const takeSeats = (
  { tables }: Store<'seats'>,
  show: ShowRecord,
  { userId, recordKey, seats = [] }: ConfirmedPurchase,
): TransactionAction[] =>
  seats.map((seatId) => ({
    Update: {
      TableName: tables.seats,
      Key: seatKey(show, seatId),
      UpdateExpression: 'SET heldBy = :purchase',
      ConditionExpression: 'attribute_exists(seatId) AND attribute_not_exists(heldBy)',
      ExpressionAttributeValues: { ':purchase': purchaseRef(userId, recordKey) },
    },
  }));

/** Money that buys nothing. */
export type RefundRequest = {
  readonly userId: string;
  readonly recordKey: string;
  /** The intent that took the money. */
  readonly payment: PurchasePayment;
  /** What was paid, in minor units of the currency of the total. */
  readonly amount: number;
};

/**
 * Requests the refund of money that arrived for a purchase that has ended without tickets: EXPIRED or CANCELLED,
 * erased or not. It excludes that the purchase is sold late. An intent that the record does not know is recorded with
 * it. 1 write unit. Repeatable: a refund is requested once.
 *
 *     purchase       EXPIRED or CANCELLED, no refund, no other intent  →  refund REQUESTED
 *
 * @returns the record after the call. Its `refund` is of this intent if `payment.intent` is; otherwise nothing was
 *   written, because the purchase has tickets or holds them, or another intent.
 * @throws StoreError STORE_UNAVAILABLE: the refund may be requested. RECORD_UNREADABLE
 */
export async function requestRefund(
  store: Store<'purchases'>,
  { userId, recordKey, payment, amount }: RefundRequest,
): Promise<PurchaseRecord> {
  const write = await sendConditional(
    'request the refund',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'SET refund = :refund, payment = :payment',
        ConditionExpression: [
          '#status IN (:expired, :cancelled)',
          'attribute_not_exists(refund)',
          '(attribute_not_exists(payment) OR payment.intent = :intent)',
        ].join(' AND '),
        // A reserved word of DynamoDB.
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':expired': 'EXPIRED',
          ':cancelled': 'CANCELLED',
          ':intent': payment.intent,
          ':payment': payment,
          ':refund': { amount, attempt: 1, status: 'REQUESTED' },
        },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    ),
  );
  const found =
    write.kind === 'written'
      ? write.reply.Attributes
      : write.item && unmarshall(write.item, { wrapNumbers });
  const read = readRecords(store, purchaseKind, found === undefined ? [] : [found]);
  const [unreadable] = read.unreadable;
  if (unreadable !== undefined) throw unreadable;
  return read.records[0] ?? throwMissing();
}

function throwMissing(): never {
  throw new StoreError('RECORD_UNREADABLE', 'The record of the purchase no longer exists');
}
