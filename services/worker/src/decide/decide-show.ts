import type { RejectionReason } from '@willcall/contracts';
import { decide, keepsLedger, type SaleView } from '@willcall/domain';
import {
  readLedgers,
  readSeats,
  readShow,
  type SeatRecord,
  type ShowRecord,
} from '@willcall/store';
import { WorkerError } from '../errors.ts';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { recordRefusals, ShowOutcomes } from './record-decision.ts';
import { sellPlan } from './sell-plan.ts';
import {
  isShort,
  type KnownStock,
  latchIfSoldOut,
  markIfAllHeld,
  noteStock,
  readAhead,
  readStockConsistently,
  type StockRead,
} from './stock.ts';

/** Rounds before a batch is left to redelivery. Most batches need one. */
const MAX_ROUNDS = 24;

/**
 * Decides the purchases of a batch for one show, in arrival order. Each round makes a plan, commits its
 * sale in one transaction, and only then records its refusals:
 *
 *     show (consistent), ─▶ plan on the own shard ─┬─ enough ──▶ sell ─┬─ sold ─▶ refuse ─▶ next round
 *     own shard (hint)            ▲                │                   ├─ too little ─▶ read all shards
 *                                 │                │                   └─ conflict ─▶ other shard, with jitter
 *                                 │                └─ too little ─▶ read all shards
 *                                 └── plan on the read stock ◀──────────┘
 *
 * Once a worker knows a show, it reads its shard at the same time as the show, so that a batch is two
 * calls, one after the other. What was read ahead only keeps transactions from being cancelled. Each round
 * reads ledgers and seats again. A refusal for lack of stock is always based on a consistent read of every
 * shard, minus the earlier sales of this batch, or on the sold-out latch. Throttling, a timeout or too
 * many conflicts leave undecided purchases to redelivery.
 */
export async function decideShow(
  showId: string,
  arrived: readonly ArrivedPurchase[],
  dependencies: DecisionDependencies,
): Promise<ReadonlyMap<ArrivedPurchase, PromiseSettledResult<unknown>>> {
  const outcomes = new ShowOutcomes(arrived);
  try {
    const [show, left] = await Promise.all([
      readShow(dependencies.store, showId, { consistent: true }),
      readAhead(showId, dependencies),
    ]);
    dependencies.memory.setSoldOut(showId, show?.soldOutAt !== undefined);
    await decideAll(show, left, outcomes, dependencies);
  } catch (error) {
    outcomes.failUndecided(error);
  }
  return outcomes.settled();
}

async function decideAll(
  known: ShowRecord | undefined,
  left: KnownStock,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const { memory, random, timeLeft } = dependencies;
  let { show, stock, unreadable } = await readStockFirst(known, left, outcomes, dependencies);
  for (let round = 0; outcomes.undecided().length > 0; round += 1) {
    if (round === MAX_ROUNDS || timeLeft() <= 0) {
      throw new WorkerError('CONTENDED', 'Too many conflicts with other workers, or no time left');
    }
    const view = { stock, ...(await readBuyersAndSeats(show, outcomes, dependencies)) };
    const purchases = outcomes.undecided();
    const shard = show === undefined ? 0 : memory.shardOf(show);
    const plan = decide(purchases, show, view, { shard, random });
    noteStock(left, stock);
    if (show !== undefined && plan.sell.length > 0) {
      if (stock.kind === 'assumed' && (await isShort(show, plan, left, dependencies))) {
        ({ show, stock, unreadable } = await readStockConsistently(
          show,
          outcomes.wanted(),
          dependencies,
        ));
        continue;
      }
      const next = await sellPlan(show, plan, { round, view, left }, outcomes, dependencies);
      if (next.kind === 'plan-again') {
        ({ show, stock, unreadable } = next);
        continue;
      }
    }
    if (show !== undefined && stock.kind === 'seen') {
      const isShort = plan.refuse.some(({ reason }) => isForLackOfStock(reason));
      memory.setReadsStockFirst(show.showId, isShort || plan.from.length !== 1);
    }
    const refuse = plan.refuse.filter(({ purchase, reason }) => {
      const isUncertain = unreadable !== undefined && isForLackOfStock(reason);
      if (isUncertain) outcomes.failFrom(purchase, unreadable);
      return !isUncertain;
    });
    await Promise.all([
      recordRefusals(show, refuse, outcomes, dependencies),
      show !== undefined && latchIfSoldOut(show, { ...plan, refuse }, left, dependencies),
      show !== undefined && markIfAllHeld(show, { ...plan, refuse }, stock, dependencies),
    ]);
    if (show !== undefined && stock.kind === 'seen' && outcomes.undecided().length > 0) {
      ({ show, stock, unreadable } = await readStockConsistently(
        show,
        outcomes.wanted(),
        dependencies,
      ));
    }
  }
}

const isForLackOfStock = (reason: RejectionReason): boolean =>
  reason === 'SOLD_OUT' || reason === 'ALL_HELD';

/**
 * Reads the whole stock before the first plan if none of its shards was enough for the last one. Enough
 * tickets for every purchase are enough, whenever they were read and whatever is held: nobody is refused for
 * lack of stock.
 */
async function readStockFirst(
  show: ShowRecord | undefined,
  ahead: KnownStock,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<StockRead> {
  const readsFirst =
    show !== undefined &&
    show.soldOutAt === undefined &&
    dependencies.memory.readsStockFirst(show.showId);
  if (!readsFirst) return { show, stock: { kind: 'assumed' } };
  const left = Array.from({ length: show.buckets }, (_, shard) => ahead.get(shard) ?? 0);
  const isEnough = left.reduce((a, b) => a + b, 0) >= outcomes.wanted();
  return isEnough
    ? { show, stock: { kind: 'seen', left, held: 0 } }
    : readStockConsistently(show, outcomes.wanted(), dependencies);
}

/**
 * Reads consistently what a plan needs besides the stock: the buyers' ledgers if the show keeps them, and
 * the requested seats if it has seats, at 1 read unit each. Reads nothing under the sold-out latch. A
 * purchase whose ledger or seat cannot be read is left to redelivery. The others are decided.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
async function readBuyersAndSeats(
  show: ShowRecord | undefined,
  outcomes: ShowOutcomes,
  { store }: Pick<DecisionDependencies, 'store'>,
): Promise<Pick<SaleView, 'ledgers' | 'seats'>> {
  const purchases = outcomes.undecided();
  if (show === undefined || show.soldOutAt !== undefined) return {};
  const buyers = new Set(purchases.map(({ userId }) => userId));
  const seatIds = new Set(purchases.flatMap(({ seats = [] }) => seats));
  const [ledgers, seats] = await Promise.all([
    keepsLedger(show) ? readLedgers(store, show.showId, [...buyers]) : undefined,
    show.seating === 'RESERVED' && seatIds.size > 0
      ? readSeats(store, show, [...seatIds])
      : undefined,
  ]);
  for (const purchase of purchases) {
    const ofSeats = purchase.seats?.map((id) => seats?.unreadable.get(id)) ?? [];
    const error = [ledgers?.unreadable.get(purchase.userId), ...ofSeats].find(Boolean);
    if (error !== undefined) outcomes.failFrom(purchase, error);
  }
  return {
    ...(ledgers === undefined ? {} : { ledgers: ledgers.ledgers }),
    ...(seats === undefined ? {} : { seats: new Map([...seats.seats].map(seatView)) }),
  };
}

const seatView = ([id, { heldBy, price }]: [string, SeatRecord]) =>
  [id, { isFree: heldBy === undefined, price }] as const;
