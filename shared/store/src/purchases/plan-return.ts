import { type Posting, postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import { purchaseRef, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { countReturn } from '../shows/update-show.ts';
import { postToShards } from '../stock/stock-shards.ts';
import type { TransactionAction } from '../write-items.ts';
import { removeFromLedger } from './ledger.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';

export type ReturnedBy = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * A transaction that returns the tickets of a purchase: the purchase is the first action, and its stock
 * shards are the next.
 */
type ReturnPlan = {
  readonly actions: readonly TransactionAction[];
  /** What the shards get back. */
  readonly postings: readonly Posting[];
  /** The changed attributes of the purchase. */
  readonly cancelled: {
    readonly status: 'CANCELLED';
    readonly cancelledAt: string;
    readonly cancelledWithShow?: true;
    readonly correlationId: string;
  };
};

/**
 * Reads the ledger if there is one, and plans the return. The tickets go back to the stock shards that
 * the purchase took them from, so the stock is not read. A purchase has at most 8 tickets, so the plan
 * has at most 1 + 8 + 1 + 8 + 1 + 1 of the 100 actions that DynamoDB allows.
 *
 *     purchase       CONFIRMED            →  CANCELLED
 *     stock shard    sold ≥ n             →  available + n, sold − n, revenue − what was paid
 *     show                                →  returns + 1, no latch
 *     seat           held by the purchase →  free             (with reserved seating)
 *     ledger         tickets ≥ q          →  tickets − q      (if the show keeps one)
 *     journal        does not exist       →  what went back to which shard, from whom
 */
export async function planReturn(
  store: Store,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { at, correlationId }: ReturnedBy,
): Promise<ReturnPlan> {
  const postings = postPurchases('RETURN', [purchase]);
  const cancelled = {
    status: 'CANCELLED',
    cancelledAt: at,
    ...(show.cancelledAt === undefined ? {} : { cancelledWithShow: true as const }),
    correlationId,
  } as const;
  return {
    actions: [
      cancelRecord(store, purchase, cancelled),
      ...postToShards(store, show.showId, postings),
      countReturn(store, show.showId, { at, correlationId }),
      ...releaseSeats(store, purchase, show),
      ...(await removeFromLedger(store, purchase, show)),
      putEntry(store, show.showId, {
        kind: 'RETURN',
        postings,
        purchases: [toPosted(purchase)],
        at,
      }),
    ],
    postings,
    cancelled,
  };
}

/** `decidedAt` does not change: the decision was made then. */
const cancelRecord = (
  { tables }: Store<'purchases'>,
  { userId, recordKey }: ConfirmedPurchase,
  { status, cancelledAt, cancelledWithShow, correlationId }: ReturnPlan['cancelled'],
): TransactionAction => ({
  Update: {
    TableName: tables.purchases,
    Key: { userId, recordKey },
    UpdateExpression: [
      'SET #status = :cancelled, cancelledAt = :at, correlationId = :correlationId',
      ...(cancelledWithShow === undefined ? [] : ['cancelledWithShow = :withShow']),
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
    },
  },
});

/** Creates the actions that release the seats of this purchase. Empty without reserved seating. */
const releaseSeats = (
  { tables }: Store<'seats'>,
  { userId, recordKey, seats = [] }: ConfirmedPurchase,
  show: ShowRecord,
): TransactionAction[] =>
  seats.map((seatId) => ({
    Update: {
      TableName: tables.seats,
      Key: seatKey(show, seatId),
      UpdateExpression: 'REMOVE heldBy',
      ConditionExpression: 'heldBy = :mine',
      ExpressionAttributeValues: { ':mine': purchaseRef(userId, recordKey) },
    },
  }));
