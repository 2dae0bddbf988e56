import { randomUUID } from 'node:crypto';
import { known, type Money } from '@willcall/contracts';
import {
  conflictJitterMs,
  isToBePaid,
  type Plan,
  quote,
  type SaleView,
  shareAllocation,
  wantedReminderKey,
} from '@willcall/domain';
import {
  type ConfirmedPurchase,
  commitSale,
  type HeldPurchase,
  purchaseRecordKey,
  type ShowRecord,
} from '@willcall/store';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { moveToOtherShard } from './move-to-other-shard.ts';
import {
  createPurchaseRecord,
  recordDecision,
  reportDecision,
  type ShowOutcomes,
} from './record-decision.ts';
import { type KnownStock, noteSale, readStockConsistently, type StockRead } from './stock.ts';

/** The next step after a plan's transaction: its refusals, or another plan on a new read of the stock. */
type AfterSale = { readonly kind: 'sold' } | ({ readonly kind: 'plan-again' } & StockRead);

type SaleContext = {
  readonly round: number;
  readonly view: SaleView;
  /** Updated by the sale. */
  readonly left: KnownStock;
};

/**
 * Commits a plan's sale. If the transaction is cancelled, settles the purchases that it reports as decided
 * before or as unwritable. Any other cancellation requires another plan.
 *
 * @throws StoreError STORE_UNAVAILABLE. The outcome is then unknown.
 */
export async function sellPlan(
  show: ShowRecord,
  plan: Plan<ArrivedPurchase>,
  { round, view, left }: SaleContext,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<AfterSale> {
  const { store, memory, clock, random, wait, measure } = dependencies;
  const decidedAt = clock().toISOString();
  const shares = shareAllocation(
    plan.from,
    plan.sell.map(({ quantity }) => quantity),
  );
  const records = plan.sell.map((purchase, index) => {
    const share = known(shares[index], 'share').map(({ shard, quantity }): [number, number] => [
      shard,
      quantity,
    ]);
    return recordSale(show, purchase, { share, view, decidedAt });
  });
  const outcome = await commitSale(store, {
    show,
    purchases: records,
    seatPrices: pricesOf(view),
    at: decidedAt,
    token: randomUUID(),
  });

  if (outcome.kind === 'sold') {
    const [source] = plan.from;
    if (source !== undefined) memory.moveTo(show.showId, source.shard);
    noteSale(left, plan.from);
    for (const [index, purchase] of plan.sell.entries()) {
      outcomes.decide(purchase);
      reportDecision(records[index], dependencies);
    }
    return { kind: 'sold' };
  }

  for (const index of outcome.decidedBefore) {
    const purchase = plan.sell[index];
    if (purchase === undefined) continue;
    measure.count('DecidedBefore');
    outcomes.decide(purchase);
  }
  for (const index of outcome.unwritable) {
    const purchase = plan.sell[index];
    if (purchase === undefined) continue;
    await recordDecision(show, purchase, { status: 'FAILED' }, outcomes, dependencies);
  }
  // An earlier read is outdated. Another shard can be tried without a read of all of them.
  const mustRead = outcome.shortOfStock || view.stock.kind === 'seen';
  if (outcome.conflict) {
    measure.count('Conflicts');
    // Others sell from these shards.
    left.clear();
    await wait(conflictJitterMs(round, random));
    await moveToOtherShard(show, mustRead ? 'unread' : left, dependencies);
  }
  const read: StockRead = mustRead
    ? await readStockConsistently(show, outcomes.wanted(), dependencies)
    : { show, stock: { kind: 'assumed' } };
  return { kind: 'plan-again', ...read };
}

type SoldPart = {
  readonly share: ConfirmedPurchase['from'];
  readonly view: SaleView;
  readonly decidedAt: string;
};

/** Creates the record of a purchase that is sold, or held until it is paid. */
function recordSale(
  show: ShowRecord,
  purchase: ArrivedPurchase,
  { share: from, view, decidedAt }: SoldPart,
): ConfirmedPurchase | HeldPurchase {
  const { total } = quote(show, purchase, view.seats);
  if (isToBePaid(show, total)) {
    const holdUntil = findHoldEnd(show, decidedAt);
    return createPurchaseRecord(purchase, { status: 'HELD', from, total, holdUntil }, decidedAt);
  }
  const reminder = reminderOf(show, purchase, decidedAt);
  const sold = { status: 'CONFIRMED', from, total, ...reminder } as const;
  return createPurchaseRecord(purchase, sold, decidedAt);
}

/** Nobody pays for a show that has begun. */
function findHoldEnd({ holdSeconds, startsAt }: ShowRecord, decidedAt: string): string {
  const end = Date.parse(decidedAt) + known(holdSeconds, 'time to pay') * 1_000;
  return new Date(Math.min(end, Date.parse(startsAt))).toISOString();
}

/** The seats' own prices as read. */
const pricesOf = ({ seats = new Map() }: SaleView): Map<string, Money> =>
  new Map([...seats].flatMap(([id, { price }]) => (price === undefined ? [] : [[id, price]])));

/** The key of the purchase's reminder, which its record stores, if the purchase gets one. */
function reminderOf(
  show: ShowRecord,
  { message, key }: ArrivedPurchase,
  decidedAt: string,
): { readonly reminder?: string } {
  const { userId, reminderLeadSeconds } = message;
  const purchase = { userId, recordKey: purchaseRecordKey(key), reminderLeadSeconds };
  const reminder = wantedReminderKey(show, purchase, decidedAt);
  return reminder === undefined ? {} : { reminder };
}
