import { randomUUID } from 'node:crypto';
import { known, type Money } from '@willcall/contracts';
import {
  conflictJitterMs,
  type Plan,
  quote,
  type SaleView,
  shareAllocation,
  wantedReminderKey,
} from '@willcall/domain';
import { commitSale, purchaseRecordKey, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';
import {
  createPurchaseRecord,
  recordDecision,
  reportDecision,
  type ShowOutcomes,
} from './record-decision.ts';
import {
  type KnownStock,
  moveToOtherShard,
  noteSale,
  readStockConsistently,
  type StockRead,
} from './stock.ts';

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
  const records = plan.sell.map((purchase, index) =>
    createPurchaseRecord(
      purchase,
      {
        status: 'CONFIRMED',
        from: known(shares[index], 'share').map(({ shard, quantity }) => [shard, quantity]),
        total: quote(show, purchase, view.seats).total,
        ...reminderOf(show, purchase, decidedAt),
      },
      decidedAt,
    ),
  );
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
