import { randomUUID } from 'node:crypto';
import type { Plan, StockView } from '@willcall/domain';
import { commitSale, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import { announceDecision } from './announce-decision.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { lookAtStock } from './look-at-stock.ts';
import { purchaseRecord } from './purchase-record.ts';
import { recordDecision } from './record-decision.ts';
import { reminderOf } from './reminder-of.ts';
import type { ShowOutcomes } from './show-outcomes.ts';

/** Milliseconds: about one transaction. Doubled at each round, and chosen at random below that. */
const JITTER_BASE_MS = 10;
const JITTER_MOST_MS = 300;

/** What comes after a plan's transaction: its refusals, or another plan on a fresh view of the stock. */
export type AfterSale =
  | { readonly kind: 'sold' }
  | { readonly kind: 'plan-again'; readonly stock: StockView };

/**
 * Commits a plan's sale. What the transaction itself told of single purchases is settled here:
 * decided before, or never to be written. Any other cancellation asks for another plan.
 *
 * @throws StoreError STORE_UNAVAILABLE: nothing is known, nothing may be concluded.
 */
export async function sellPlan(
  show: ShowRecord,
  plan: Plan<ArrivedPurchase>,
  { round, stock }: { readonly round: number; readonly stock: StockView },
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<AfterSale> {
  const { store, memory, clock, random, wait, measure } = dependencies;
  const decidedAt = clock().toISOString();
  const records = plan.sell.map((purchase) =>
    purchaseRecord(
      purchase,
      {
        status: 'CONFIRMED',
        total: { ...show.price, amount: show.price.amount * purchase.quantity },
        reminder: reminderOf(show, purchase),
      },
      decidedAt,
    ),
  );
  const outcome = await commitSale(store, {
    showId: show.showId,
    price: show.price.amount,
    from: plan.from,
    purchases: records,
    token: randomUUID(),
  });

  if (outcome.kind === 'sold') {
    const [bucket] = plan.from;
    if (bucket !== undefined) memory.moveTo(show.showId, bucket.bucket);
    for (const [index, purchase] of plan.sell.entries()) {
      outcomes.decide(purchase);
      announceDecision(records[index], dependencies);
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
    await recordDecision(purchase, { status: 'FAILED' }, outcomes, dependencies);
  }
  if (outcome.conflict) {
    measure.count('Conflicts');
    moveElsewhere(show, dependencies);
    await wait(random() * Math.min(JITTER_MOST_MS, JITTER_BASE_MS * 2 ** round));
  }
  // What was seen before is of no use any more; an unseen bucket may be trusted again elsewhere.
  const mustLook = outcome.shortOfStock || stock.kind === 'seen';
  return {
    kind: 'plan-again',
    stock: mustLook ? await lookAtStock(show, dependencies) : { kind: 'assumed' },
  };
}

/** To any other bucket: workers that met here leave in different directions. */
function moveElsewhere(
  show: ShowRecord,
  { memory, random }: Pick<DecisionDependencies, 'memory' | 'random'>,
): void {
  if (show.buckets === 1) return;
  const step = 1 + Math.floor(random() * (show.buckets - 1));
  memory.moveTo(show.showId, (memory.bucketOf(show) + step) % show.buckets);
}
