import { known } from '@willcall/contracts';
import { computeRefund, keepsLedger } from '@willcall/domain';
import { type Posting, postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import { purchaseRef, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { countReturn } from '../shows/update-show.ts';
import { postToShards } from '../stock/stock-shards.ts';
import type { TransactionAction } from '../write-items.ts';
import { type ChangeStep, countChangeable, type TicketedPurchase } from './change-together.ts';
import { type Ledgers, removeFromLedgers } from './ledger.ts';
import type { ConfirmedPurchase, Refund } from './purchase-record.ts';

export type ReturnedBy = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
  /** What is kept of each paid ticket, in minor units. Default: nothing. */
  readonly fee?: number;
};

type ReturnStep = ChangeStep<ConfirmedPurchase>;

/** A transaction that returns the tickets of purchases. */
type ReturnPlan = {
  readonly steps: readonly ReturnStep[];
  /** The changed attributes of each purchase. */
  readonly cancelled: {
    readonly status: 'CANCELLED';
    readonly cancelledAt: string;
    readonly cancelledWithShow?: true;
    readonly correlationId: string;
  };
};

/**
 * Plans the return of purchases of one show. The tickets go back to the stock shards that the purchases
 * took them from, so the stock is not read.
 *
 *     purchase       CONFIRMED            →  CANCELLED, with its refund if it was paid more than the fee
 *     stock shard    sold ≥ n             →  available + n, sold − n, revenue − what was paid
 *     show                                →  returns + 1, no latch      (unless it is cancelled)
 *     seat           held by the purchase →  free                       (with reserved seating)
 *     ledger         tickets ≥ q          →  tickets − q                (if the show keeps one)
 *     journal        does not exist       →  what went back to which shard, from whom
 *
 * A cancelled show has no latch and gets none, so that nobody needs to know of its returns: all of them would
 * wait for the show's item.
 *
 * @param purchases as many as `countReturnable` allows.
 * @param ledgers of their buyers, as read. Empty if the show keeps none.
 */
export function planReturn(
  store: Store,
  show: ShowRecord,
  purchases: readonly ConfirmedPurchase[],
  { at, correlationId, fee, ledgers }: ReturnedBy & { readonly ledgers: Ledgers['ledgers'] },
): ReturnPlan {
  const postings = postPurchases('RETURN', purchases);
  const isCounted = show.cancelledAt === undefined;
  const cancelled = {
    status: 'CANCELLED',
    cancelledAt: at,
    ...(isCounted ? {} : { cancelledWithShow: true as const }),
    correlationId,
  } as const;
  const countStep = (): ReturnStep => ({
    part: 'show',
    purchases,
    action: countReturn(store, show.showId, { at, correlationId }),
  });
  return {
    steps: [
      ...purchases.map(
        (purchase): ReturnStep => ({
          part: 'purchase',
          purchases: [purchase],
          action: cancelRecord(store, purchase, { ...cancelled, ...refundOf(purchase, fee) }),
        }),
      ),
      ...planPostings(store, show, purchases, postings),
      ...(isCounted ? [countStep()] : []),
      ...purchases.flatMap((purchase) => releaseSeats(store, purchase, show)),
      ...(keepsLedger(show) ? removeFromLedgers(store, show, purchases, ledgers) : []).map(
        (ofBuyer): ReturnStep => ({ part: 'ledger', ...ofBuyer }),
      ),
      {
        part: 'journal',
        purchases,
        action: putEntry(store, show.showId, {
          kind: 'RETURN',
          postings,
          purchases: purchases.map(toPosted),
          at,
        }),
      },
    ],
    cancelled,
  };
}

/**
 * Counts how many of the purchases, from the first on, one transaction can return: at least one, which has
 * at most 1 + 8 + 1 + 8 + 1 + 1 actions. 98 purchases from one shard, 49 with a ledger each, or 9 with
 * eight seats and a ledger.
 */
export const countReturnable = (
  show: ShowRecord,
  purchases: readonly (TicketedPurchase & Pick<ConfirmedPurchase, 'seats'>)[],
): number =>
  countChangeable(show, purchases, {
    releasesSeats: true,
    others: show.cancelledAt === undefined ? 2 : 1,
  });

/** What the cancellation of a purchase that was paid adds to its record: the price goes back, without the fee. */
export function refundOf(
  { payment, total, quantity }: ConfirmedPurchase,
  fee = 0,
): { readonly refund?: Refund } {
  if (payment === undefined) return {};
  const paid = known(total, 'total of a paid purchase').amount;
  const amount = computeRefund(paid, { quantity, fee });
  return amount === 0 ? {} : { refund: { amount, attempt: 1, status: 'REQUESTED' } };
}

/** `decidedAt` does not change: the decision was made then. */
const cancelRecord = (
  { tables }: Store<'purchases'>,
  purchase: ConfirmedPurchase,
  {
    status,
    cancelledAt,
    cancelledWithShow,
    correlationId,
    refund,
  }: ReturnPlan['cancelled'] & { readonly refund?: Refund },
): TransactionAction => ({
  Update: {
    TableName: tables.purchases,
    Key: { userId: purchase.userId, recordKey: purchase.recordKey },
    UpdateExpression: [
      'SET #status = :cancelled, cancelledAt = :at, correlationId = :correlationId',
      ...(cancelledWithShow === undefined ? [] : ['cancelledWithShow = :withShow']),
      ...(refund === undefined ? [] : ['refund = :refund']),
    ].join(', '),
    ConditionExpression: '#status = :confirmed',
    // A reserved word of DynamoDB.
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':confirmed': 'CONFIRMED',
      ':cancelled': status,
      ':at': cancelledAt,
      ...(cancelledWithShow === undefined ? {} : { ':withShow': cancelledWithShow }),
      ':correlationId': correlationId,
      ...(refund === undefined ? {} : { ':refund': refund }),
    },
  },
});

/** Creates the steps that post to the stock shards of purchases. */
export const planPostings = <P extends TicketedPurchase>(
  store: Store<'stock'>,
  { showId }: Pick<ShowRecord, 'showId'>,
  purchases: readonly P[],
  postings: readonly Posting[],
): ChangeStep<P>[] =>
  postToShards(store, showId, postings).map((action, index) => {
    const { shard } = known(postings[index], 'posting');
    const isFrom = ({ from }: P) => from.some(([number]) => number === shard);
    return { part: 'stock', shard, purchases: purchases.filter(isFrom), action };
  });

/** Creates the steps that release the seats of a purchase. Empty without reserved seating. */
export const releaseSeats = <P extends TicketedPurchase & Pick<ConfirmedPurchase, 'seats'>>(
  { tables }: Store<'seats'>,
  purchase: P,
  show: ShowRecord,
): ChangeStep<P>[] =>
  (purchase.seats ?? []).map((seatId) => ({
    part: 'seat',
    purchases: [purchase],
    action: {
      Update: {
        TableName: tables.seats,
        Key: seatKey(show, seatId),
        UpdateExpression: 'REMOVE heldBy',
        ConditionExpression: 'heldBy = :mine',
        ExpressionAttributeValues: { ':mine': purchaseRef(purchase.userId, purchase.recordKey) },
      },
    },
  }));
