import { known } from '@willcall/contracts';
import { keepsLedger, MAX_ACTIONS } from '@willcall/domain';
import { postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import { purchaseRef, seatKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { countReturn } from '../shows/update-show.ts';
import { postToShards } from '../stock/stock-shards.ts';
import type { CancellationReason, TransactionAction } from '../write-items.ts';
import { type Ledgers, removeFromLedgers } from './ledger.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';

export type ReturnedBy = {
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** An action of a return, and the purchases that cannot be returned without it. */
export type ReturnStep = {
  readonly part: 'purchase' | 'stock' | 'show' | 'seat' | 'ledger' | 'journal';
  readonly action: TransactionAction;
  readonly purchases: readonly ConfirmedPurchase[];
  /** The number of the stock shard, if the part is the stock. */
  readonly shard?: number;
};

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
 *     purchase       CONFIRMED            →  CANCELLED
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
  { at, correlationId, ledgers }: ReturnedBy & { readonly ledgers: Ledgers['ledgers'] },
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
          action: cancelRecord(store, purchase, cancelled),
        }),
      ),
      ...postToShards(store, show.showId, postings).map((action, index): ReturnStep => {
        const { shard } = known(postings[index], 'posting');
        const isFrom = ({ from }: ConfirmedPurchase) => from.some(([number]) => number === shard);
        return { part: 'stock', shard, purchases: purchases.filter(isFrom), action };
      }),
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
 * eight seats and a ledger. Their items have far less than the 4 MB of a transaction.
 */
export function countReturnable(show: ShowRecord, purchases: readonly ConfirmedPurchase[]): number {
  const shared = new Set<string>();
  let seats = 0;
  const cut = purchases.findIndex((purchase, index) => {
    for (const [shard] of purchase.from) shared.add(`shard ${shard}`);
    if (keepsLedger(show)) shared.add(`ledger ${purchase.userId}`);
    seats += purchase.seats?.length ?? 0;
    const others = show.cancelledAt === undefined ? 2 : 1;
    return index + 1 + shared.size + seats + others > MAX_ACTIONS;
  });
  return cut === -1 ? purchases.length : cut;
}

/** A step of a cancelled transaction that DynamoDB refused for another reason than a conflict. */
type RefusedStep = ReturnStep & { readonly reason: CancellationReason };

/** Lists the steps that DynamoDB refused. There is a reason for each action that was sent, in order. */
export const listRefused = (
  steps: readonly ReturnStep[],
  reasons: readonly CancellationReason[],
): RefusedStep[] =>
  steps.flatMap((step, index) => {
    const reason = reasons[index];
    return reason === 'condition' || reason === 'unwritable' ? [{ ...step, reason }] : [];
  });

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

/** Creates the steps that release the seats of a purchase. Empty without reserved seating. */
const releaseSeats = (
  { tables }: Store<'seats'>,
  purchase: ConfirmedPurchase,
  show: ShowRecord,
): ReturnStep[] =>
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
