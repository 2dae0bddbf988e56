import { type Allocation, allocate } from '@willcall/domain';
import { purchaseRef, seatKey, shardKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { countReturn } from '../shows/update-show.ts';
import { readReadableStock } from '../stock/read-stock.ts';
import type { TransactionAction } from '../transact.ts';
import { removeFromLedger } from './ledger.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';

export type ReturnedBy = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random: () => number;
};

/** A transaction that returns the tickets of a purchase. The purchase is the first action. */
type ReturnPlan = {
  readonly actions: readonly TransactionAction[];
  /** The changed attributes of the purchase. */
  readonly cancelled: {
    readonly status: 'CANCELLED';
    readonly cancelledAt: string;
    readonly cancelledWithShow?: true;
    readonly correlationId: string;
  };
};

/**
 * Reads the stock, and the ledger if there is one, and plans the return. A purchase has at most 8
 * tickets, so the plan has at most 1 + 8 + 1 + 8 + 1 of the 100 actions that DynamoDB allows.
 *
 *     purchase       CONFIRMED            →  CANCELLED
 *     stock shard    sold ≥ n             →  available + n, sold − n, revenue − what was paid
 *     show                                →  returns + 1, no latch
 *     seat           held by the purchase →  free             (with reserved seating)
 *     ledger         tickets ≥ q          →  tickets − q      (if the show keeps one)
 *
 * @returns undefined if the shards together count fewer sold tickets than this purchase holds. The
 *   shards are not read at one instant, so tickets may have moved between them, or were just
 *   returned.
 */
export async function planReturn(
  store: Store,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
  { at, correlationId, random }: ReturnedBy,
): Promise<ReturnPlan | undefined> {
  const { quantity } = purchase;
  const { stock, unreadable } = await readReadableStock(store, show);
  const sold = stock.map((shard) => shard.sold);
  if (sold.reduce((sum, tickets) => sum + tickets, 0) < quantity) {
    if (unreadable !== undefined) throw unreadable;
    return undefined;
  }
  const to = allocate(quantity, sold, Math.floor(random() * show.buckets), random);
  const cancelled = {
    status: 'CANCELLED',
    cancelledAt: at,
    ...(show.cancelledAt === undefined ? {} : { cancelledWithShow: true as const }),
    correlationId,
  } as const;
  return {
    actions: [
      cancelRecord(store, purchase, cancelled),
      ...returnStock(store, purchase, show, to),
      countReturn(store, show.showId, { at, correlationId }),
      ...releaseSeats(store, purchase, show),
      ...(await removeFromLedger(store, purchase, show)),
    ],
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

/**
 * Records do not store the shards of their tickets, so the revenue of a shard may become negative.
 * Only the sum over all shards of a show is meaningful.
 */
const returnStock = (
  { tables }: Store<'stock'>,
  { total }: ConfirmedPurchase,
  { showId }: ShowRecord,
  to: readonly Allocation[],
): TransactionAction[] =>
  to.map(({ shard, quantity }, index) => ({
    Update: {
      TableName: tables.stock,
      Key: { bucketKey: shardKey(showId, shard) },
      UpdateExpression:
        'SET available = available + :tickets, sold = sold - :tickets, revenue = revenue - :paid',
      ConditionExpression: 'sold >= :tickets',
      ExpressionAttributeValues: {
        ':tickets': quantity,
        ':paid': index === 0 ? (total?.amount ?? 0) : 0,
      },
    },
  }));

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
