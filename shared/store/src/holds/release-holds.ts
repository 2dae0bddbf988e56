import { postPurchases, putEntry, toPosted } from '../journal/journal-entry.ts';
import type { Store } from '../open-store.ts';
import type { ChangeSeams, ChangeStep } from '../purchases/change-together.ts';
import type { Ledgers } from '../purchases/ledger.ts';
import { planPostings, releaseSeats } from '../purchases/plan-return.ts';
import type { HeldPurchase, PurchaseRecord, Refund } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { TransactionAction } from '../write-items.ts';
import { type EndedHolds, type EndingHold, endHolds } from './end-holds.ts';
import { endHoldInLedger } from './hold-ledger.ts';

/** A held purchase that ends without its tickets, and why. */
export type Release = {
  /** As read. Its `holdUntil` must still be the same. */
  readonly purchase: HeldPurchase;
  /**
   * The id of the intent that can take no money any more: it was just cancelled at the provider, or its money is
   * refunded. Undefined if the purchase has none: no provider needs to be asked.
   */
  readonly intent: string | undefined;
  readonly to:
    | { readonly status: 'EXPIRED' }
    | {
        readonly status: 'CANCELLED';
        /** The request that cancels it. */
        readonly correlationId: string;
        /** Set if its show is cancelled. */
        readonly withShow?: true;
      };
  /** What was paid and goes back, in minor units of the currency of the total. Only with an intent. */
  readonly refundAmount?: number;
};

type ReleasingHold = EndingHold<Omit<Release, 'purchase'>>;

/** The record of a purchase whose hold was released. */
export type ReleasedPurchase = PurchaseRecord & { readonly status: 'EXPIRED' | 'CANCELLED' };

/**
 * Gives the tickets of held purchases of one show back, in one transaction for as many as fit, each exactly once:
 *
 *     purchase       HELD, same holdUntil, and exactly this    →  EXPIRED or CANCELLED, perhaps with a refund
 *                    intent, or none
 *     stock shard    held ≥ n, not settled                     →  held − n, available + n, returns + 1
 *     seat           held by the purchase                      →  free            (with reserved seating)
 *     ledger         this is the open hold, tickets ≥ n        →  no open hold, tickets − n, and one more
 *                                                                 expired hold if it has expired
 *     journal        does not exist                            →  what went back to which shard, from whom
 *
 *     no intent ── an intent is recorded ── release(no intent) ✗ overtaken: cancel that intent first
 *     cancel intent a ── settle(a) ✗ HELD no more ── the money, if any, is late
 *
 * The show's item is not written: what is available and held together only grows with its `returns`, so neither
 * the sold-out latch nor a refusal needs to know of a release. 2 write units each for the purchase, its ledger and
 * seats, each shard and the entry of the journal: 24 for ten purchases from one shard, and 20 for their
 * ledgers. 1 read unit for each ledger.
 *
 * @throws StoreError STORE_UNAVAILABLE: any of them may be released, and it is safe to retry.
 */
export function releaseHolds(
  store: Store,
  show: ShowRecord,
  releases: readonly Release[],
  seams: ChangeSeams,
): Promise<EndedHolds<ReleasedPurchase>> {
  const now = seams.clock().toISOString();
  const holds = releases.map(({ purchase, ...ending }): ReleasingHold => ({ ...purchase, ending }));
  return endHolds(
    store,
    show,
    holds,
    {
      what: 'release the holds',
      releasesSeats: true,
      plan: (group, { at, ledgers }) => planRelease(store, show, group, { at, now, ledgers }),
      isSame: ({ holdUntil, ending }, current) =>
        current.holdUntil === holdUntil && current.payment?.intent === ending.intent,
      toEnded: (hold) => {
        const { ending: _, cancellationRequestedAt: __, ...purchase } = hold;
        return { ...purchase, ...changesOf(hold, now) };
      },
    },
    seams,
  );
}

type Plan = {
  readonly at: string;
  /** When the holds end, as their records say it. */
  readonly now: string;
  readonly ledgers: Ledgers['ledgers'];
};

function planRelease(
  store: Store,
  show: ShowRecord,
  holds: readonly ReleasingHold[],
  { at, now, ledgers }: Plan,
): ChangeStep<ReleasingHold>[] {
  const postings = postPurchases('RELEASE', holds);
  const purchases = holds.map(toPosted);
  return [
    ...holds.map((hold) => ({
      part: 'purchase' as const,
      purchases: [hold],
      action: endRecord(store, hold, now),
    })),
    ...planPostings(store, show, holds, postings),
    ...holds.flatMap((hold) => releaseSeats(store, hold, show)),
    ...holds.map((hold) => ({
      part: 'ledger' as const,
      purchases: [hold],
      action: endHoldInLedger(store, hold, ledgers.get(hold.userId), hold.ending.to.status),
    })),
    {
      part: 'journal',
      purchases: holds,
      action: putEntry(store, show.showId, { kind: 'RELEASE', postings, purchases, at }),
    },
  ];
}

/** The attributes that the end of a hold sets. */
function changesOf({ ending: { to, refundAmount } }: ReleasingHold, now: string) {
  const refund: Refund | undefined =
    refundAmount === undefined
      ? undefined
      : { amount: refundAmount, attempt: 1, status: 'REQUESTED' };
  const money = refund === undefined ? {} : { refund };
  if (to.status === 'EXPIRED') return { status: to.status, expiredAt: now, ...money };
  const { status, correlationId, withShow } = to;
  const cause = withShow === undefined ? {} : { cancelledWithShow: withShow };
  return { status, cancelledAt: now, correlationId, ...cause, ...money };
}

function endRecord(
  { tables }: Store<'purchases'>,
  hold: ReleasingHold,
  now: string,
): TransactionAction {
  const { userId, recordKey, holdUntil, ending } = hold;
  const changes = Object.entries(changesOf(hold, now));
  const sets = changes.map(([name]) => `#${name} = :${name}`);
  return {
    Update: {
      TableName: tables.purchases,
      Key: { userId, recordKey },
      UpdateExpression: `SET ${sets.join(', ')} REMOVE cancellationRequestedAt`,
      ConditionExpression: [
        '#status = :held',
        'holdUntil = :holdUntil',
        ending.intent === undefined ? 'attribute_not_exists(payment)' : 'payment.intent = :intent',
      ].join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(changes.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(changes.map(([name, to]) => [`:${name}`, to])),
        ':held': 'HELD',
        ':holdUntil': holdUntil,
        ...(ending.intent === undefined ? {} : { ':intent': ending.intent }),
      },
    },
  };
}
