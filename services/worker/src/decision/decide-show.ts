import { decide } from '@willcall/domain';
import { readShow, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import { WorkerError } from '../errors.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { type Look, lookAtStock } from './look-at-stock.ts';
import { noticeSoldOut } from './notice-sold-out.ts';
import { readBuyersAndSeats } from './read-buyers-and-seats.ts';
import { recordRefusals } from './record-refusals.ts';
import { sellPlan } from './sell-plan.ts';
import { ShowOutcomes } from './show-outcomes.ts';

export type DecideShowDependencies = DecisionDependencies;

/** Attempts at a batch's decisions before it is left to redelivery; most batches need one. */
const MOST_ROUNDS = 24;

/**
 * Decides the purchases of a batch that are for one show, in arrival order. Each round makes a plan,
 * commits its sale in one transaction, and only then records its refusals:
 *
 *     show (consistent) ─▶ plan on the own bucket, unseen ─▶ sell ─┬─ sold ─▶ refuse ─▶ next round
 *                              ▲                                   ├─ too little ─▶ look at all buckets
 *                              └───────── plan on what was seen ◀──┴─ conflict ─▶ elsewhere, with jitter
 *
 * Ledgers and seats are read anew in each round. So a refusal for want of stock always rests on a
 * consistent look, less what this batch itself has sold before it, or on the sold-out latch. A
 * throttle, a time-out or too many conflicts leave what is undecided to redelivery.
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
  known: ShowRecord | undefined,
  outcomes: ShowOutcomes,
  dependencies: DecideShowDependencies,
): Promise<void> {
  const { memory, random, timeLeft } = dependencies;
  let { show, stock } = await firstLook(known, outcomes, dependencies);
  for (let round = 0; outcomes.undecided().length > 0; round += 1) {
    if (round === MOST_ROUNDS || timeLeft() <= 0) {
      throw new WorkerError('CONTENDED', 'Other workers were faster too often');
    }
    const purchases = outcomes.undecided();
    const view = { stock, ...(await readBuyersAndSeats(show, purchases, dependencies)) };
    const bucket = show === undefined ? 0 : memory.bucketOf(show);
    const plan = decide(purchases, show, view, { bucket, random });
    if (show !== undefined && plan.sell.length > 0) {
      const next = await sellPlan(show, plan, { round, view }, outcomes, dependencies);
      if (next.kind === 'plan-again') {
        ({ show, stock } = next);
        continue;
      }
    }
    if (show !== undefined && stock.kind === 'seen') {
      const soldOut = plan.refuse.some(({ reason }) => reason === 'SOLD_OUT');
      memory.setLooksFirst(show.showId, soldOut || plan.from.length !== 1);
    }
    await Promise.all([
      recordRefusals(show, plan.refuse, outcomes, dependencies),
      show !== undefined && noticeSoldOut(show, plan, stock, dependencies),
    ]);
    if (show !== undefined && stock.kind === 'seen' && outcomes.undecided().length > 0) {
      ({ show, stock } = await lookAtStock(show, outcomes.wanted(), dependencies));
    }
  }
}

async function firstLook(
  show: ShowRecord | undefined,
  outcomes: ShowOutcomes,
  dependencies: DecideShowDependencies,
): Promise<Look> {
  return show !== undefined &&
    show.soldOutAt === undefined &&
    dependencies.memory.looksFirst(show.showId)
    ? lookAtStock(show, outcomes.wanted(), dependencies)
    : { show, stock: { kind: 'assumed' } };
}
