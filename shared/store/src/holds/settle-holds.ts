import { wantedReminderKey } from '@willcall/domain';
import { postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import type { Store } from '../open-store.ts';
import type { ChangeSeams, ChangeStep } from '../purchases/change-together.ts';
import type { Ledgers } from '../purchases/ledger.ts';
import { planPostings } from '../purchases/plan-return.ts';
import type { ConfirmedPurchase, HeldPurchase } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { TransactionAction } from '../write-items.ts';
import { type EndedHolds, type EndingHold, endHolds } from './end-holds.ts';
import { endHoldInLedger } from './hold-ledger.ts';

/** A held purchase whose recorded intent the provider has taken the money of. */
export type Settlement = {
  /** As read, with the intent that was paid. */
  readonly purchase: HeldPurchase;
  /** The id of the paid intent. Its amount and its currency are those of the purchase. */
  readonly intent: string;
  /** ISO 8601: when the provider took the money. */
  readonly paidAt: string;
};

/** How a hold is settled: the intent, the time of the payment, and the reminder that the purchase gets. */
type Settling = Pick<Settlement, 'intent' | 'paidAt'> & { readonly reminder: string | undefined };

type SettlingHold = EndingHold<Settling>;

/**
 * Turns paid holds of one show into sold tickets, in one transaction for as many as fit, each exactly once:
 *
 *     purchase       HELD, with this intent, not erased and    →  CONFIRMED
 *                    without a request to cancel it
 *     stock shard    held ≥ n, not settled                     →  held − n, sold + n, revenue + total
 *     ledger         this is the open hold                     →  no open hold
 *     journal        does not exist                            →  what was paid, by whom
 *
 *     settle ── HELD → CONFIRMED ✓ ── reply lost ── settle ── not HELD ✗ read it: overtaken, CONFIRMED
 *     settle ── HELD ✗ the hold was released ── read it: overtaken, EXPIRED: the payment is late
 *
 * The show must be neither cancelled nor begun: such money is refunded (`releaseHolds`). 2 write units each for the
 * purchase, its ledger, each shard and the entry of the journal: 24 for ten purchases from one shard, and 20 for
 * their ledgers. 1 read unit for each ledger.
 *
 * @throws StoreError STORE_UNAVAILABLE: any of them may be settled, and it is safe to retry.
 */
export function settleHolds(
  store: Store,
  show: ShowRecord,
  settlements: readonly Settlement[],
  seams: ChangeSeams,
): Promise<EndedHolds<ConfirmedPurchase>> {
  const holds = settlements.map(({ purchase, intent, paidAt }): SettlingHold => {
    const reminder = wantedReminderKey(show, purchase, paidAt);
    return { ...purchase, ending: { intent, paidAt, reminder } };
  });
  return endHolds(
    store,
    show,
    holds,
    {
      what: 'settle the holds',
      releasesSeats: false,
      plan: (group, { at, ledgers }) => planSettling(store, show, group, { at, ledgers }),
      isSame: ({ ending }, current) =>
        current.payment?.intent === ending.intent &&
        current.erasedAt === undefined &&
        current.cancellationRequestedAt === undefined,
      toEnded: ({ ending, holdUntil: _, ...purchase }) => ({
        ...purchase,
        status: 'CONFIRMED',
        paidAt: ending.paidAt,
        ...(ending.reminder === undefined ? {} : { reminder: ending.reminder }),
      }),
    },
    seams,
  );
}

function planSettling(
  store: Store,
  show: ShowRecord,
  holds: readonly SettlingHold[],
  { at, ledgers }: { readonly at: string; readonly ledgers: Ledgers['ledgers'] },
): ChangeStep<SettlingHold>[] {
  const postings = postPurchases('SETTLE', holds);
  const purchases = holds.map(toPosted);
  return [
    ...holds.map((hold) => ({
      part: 'purchase' as const,
      purchases: [hold],
      action: confirmRecord(store, hold),
    })),
    ...planPostings(store, show, holds, postings),
    ...holds.map((hold) => ({
      part: 'ledger' as const,
      purchases: [hold],
      action: endHoldInLedger(store, hold, ledgers.get(hold.userId), 'CONFIRMED'),
    })),
    {
      part: 'journal',
      purchases: holds,
      action: putEntry(store, show.showId, { kind: 'SETTLE', postings, purchases, at }),
    },
  ];
}

/** `decidedAt` does not change: the decision was to hold the tickets. */
const confirmRecord = (
  { tables }: Store<'purchases'>,
  { userId, recordKey, ending: { intent, paidAt, reminder } }: SettlingHold,
): TransactionAction => ({
  Update: {
    TableName: tables.purchases,
    Key: { userId, recordKey },
    UpdateExpression: [
      'SET #status = :confirmed, paidAt = :paidAt',
      ...(reminder === undefined ? [] : [', reminder = :reminder']),
      ' REMOVE holdUntil',
    ].join(''),
    ConditionExpression: [
      '#status = :held',
      'payment.intent = :intent',
      'attribute_not_exists(erasedAt)',
      'attribute_not_exists(cancellationRequestedAt)',
    ].join(' AND '),
    // A reserved word of DynamoDB.
    ExpressionAttributeNames: { '#status': 'status' },
    ExpressionAttributeValues: {
      ':held': 'HELD',
      ':confirmed': 'CONFIRMED',
      ':intent': intent,
      ':paidAt': paidAt,
      ...(reminder === undefined ? {} : { ':reminder': reminder }),
    },
  },
});
