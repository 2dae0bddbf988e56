import { decide, type StockView } from '@willcall/domain';
import { readShow, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import { WorkerError } from '../errors.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { lookAtStock } from './look-at-stock.ts';
import { recordRefusals } from './record-refusals.ts';
import { sellPlan } from './sell-plan.ts';
import { ShowOutcomes } from './show-outcomes.ts';

export type DecideShowDependencies = DecisionDependencies;

/** Attempts at a batch's decisions before it is left to redelivery; most batches need one. */
const MOST_ROUNDS = 12;

/**
 * Decides the purchases of a batch that are for one show, in arrival order. Each round makes a plan,
 * commits its sale in one transaction, and only then records its refusals:
 *
 *     show (consistent) ─▶ plan on the own bucket, unseen ─▶ sell ─┬─ sold ─▶ refuse ─▶ next round
 *                              ▲                                   ├─ too little ─▶ look at all buckets
 *                              └───────── plan on what was seen ◀──┴─ conflict ─▶ elsewhere, with jitter
 *
 * So a refusal for want of stock always rests on a consistent look, less what this batch itself has
 * sold before it. A throttle, a time-out or too many conflicts leave what is undecided to redelivery.
 */
export async function decideShow(
  showId: string,
  arrived: readonly ArrivedPurchase[],
  dependencies: DecideShowDependencies,
): Promise<ReadonlyMap<ArrivedPurchase, PromiseSettledResult<unknown>>> {
  const outcomes = new ShowOutcomes(arrived);
  try {
    const show = await readShow(dependencies.store, showId, { consistent: true });
    await decideAll(show, outcomes, dependencies);
  } catch (error) {
    outcomes.failUndecided(error);
  }
  return outcomes.settled();
}

async function decideAll(
  show: ShowRecord | undefined,
  outcomes: ShowOutcomes,
  dependencies: DecideShowDependencies,
): Promise<void> {
  const { memory, random, timeLeft } = dependencies;
  let stock = await firstView(show, dependencies);
  for (let round = 0; outcomes.undecided().length > 0; round += 1) {
    if (round === MOST_ROUNDS || timeLeft() <= 0) {
      throw new WorkerError('CONTENDED', 'Other workers were faster too often');
    }
    const bucket = show === undefined ? 0 : memory.bucketOf(show);
    const plan = decide(outcomes.undecided(), show, stock, { bucket, random });
    if (show !== undefined && plan.sell.length > 0) {
      const next = await sellPlan(show, plan, { round, stock }, outcomes, dependencies);
      if (next.kind === 'plan-again') {
        stock = next.stock;
        continue;
      }
    }
    if (show !== undefined && stock.kind === 'seen') {
      const soldOut = plan.refuse.some(({ reason }) => reason === 'SOLD_OUT');
      memory.setLooksFirst(show.showId, soldOut || plan.from.length !== 1);
    }
    await recordRefusals(plan.refuse, outcomes, dependencies);
    if (show !== undefined && stock.kind === 'seen' && outcomes.undecided().length > 0) {
      stock = await lookAtStock(show, dependencies);
    }
  }
}

async function firstView(
  show: ShowRecord | undefined,
  dependencies: DecideShowDependencies,
): Promise<StockView> {
  return show !== undefined && dependencies.memory.looksFirst(show.showId)
    ? lookAtStock(show, dependencies)
    : { kind: 'assumed' };
}
