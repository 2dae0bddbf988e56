import { type Plan, retry, type StockView } from '@willcall/domain';
import {
  latchSoldOut,
  readReadableStock,
  readShard,
  readShow,
  readStock,
  type ShowRecord,
  type UnreadableRecord,
} from '@willcall/store';
import { WorkerError } from '../errors.ts';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/** Each further read means that tickets were returned during the previous one. */
const MAX_READS = 8;

/** The stock as read, and the show after the read, or undefined if the show no longer exists. */
export type StockRead = {
  readonly show: ShowRecord | undefined;
  readonly stock: StockView;
  /** Set if a shard cannot be read. It counts as empty, and nobody may be told that the show is sold out. */
  readonly unreadable?: UnreadableRecord | undefined;
};

/**
 * Reads all shards of a show consistently, but not at one instant. The reads can miss a ticket that returns
 * to one shard while another is sold from the next. Too little stock is therefore only accepted if no
 * ticket was returned meanwhile:
 *
 *     show: returns 7 ── shards ── show: returns 7   the stock only fell: too little is left
 *     show: returns 7 ── shards ── show: returns 8   read again
 *
 * @param wanted tickets. A read that finds this many needs no second read of the show.
 * @throws StoreError STORE_UNAVAILABLE, STOCK_MISSING; WorkerError CONTENDED
 */
export async function readStockConsistently(
  known: ShowRecord,
  wanted: number,
  { store, measure }: Pick<DecisionDependencies, 'store' | 'measure'>,
): Promise<StockRead> {
  let show = known;
  const read = async (): Promise<StockRead | 'again'> => {
    measure.count('StockLooks');
    const { stock: shards, unreadable } = await readReadableStock(store, show);
    const left = shards.map(({ available }) => available);
    const stock = { kind: 'seen', left } as const;
    if (left.reduce((a, b) => a + b, 0) >= wanted) return { show, stock, unreadable };
    const now = await readShow(store, show.showId, { consistent: true });
    if (now === undefined || now.returns === show.returns) {
      return { show: now, stock, unreadable };
    }
    show = now;
    return 'again';
  };
  return retry(read, {
    attempts: MAX_READS,
    exhausted: () =>
      new WorkerError('CONTENDED', 'Tickets were returned during every read of the stock'),
  });
}

/**
 * Sets the sold-out latch if nothing is left after a plan. The worker that sells the last ticket of a shard
 * then finds that shard empty, and the worker that commits last finds all shards empty. A failure is
 * logged and harmless: the next refusal tries again.
 */
export async function latchIfSoldOut(
  show: ShowRecord,
  plan: Plan<ArrivedPurchase>,
  stock: StockView,
  dependencies: DecisionDependencies,
): Promise<void> {
  if (show.soldOutAt !== undefined) return;
  const { store, clock, log, measure } = dependencies;
  const { showId } = show;
  try {
    if (!(await isSoldOut(show, plan, stock, dependencies))) return;
    const last = plan.sell.at(-1) ?? plan.refuse.at(-1)?.purchase;
    const correlationId = last?.message.correlationId ?? 'none';
    if (await latchSoldOut(store, show, { at: clock().toISOString(), correlationId })) {
      measure.count('ShowsSoldOut');
      log.info('Show sold out', { showId, correlationId });
    }
  } catch (error) {
    measure.count('LatchesFailed');
    log.warn('The sold-out latch could not be set', { showId, error });
  }
}

async function isSoldOut(
  show: ShowRecord,
  { from, refuse }: Plan<ArrivedPurchase>,
  stock: StockView,
  { store, memory }: DecisionDependencies,
): Promise<boolean> {
  const [source] = from;
  if (source === undefined) {
    return refuse.some(({ reason }) => reason === 'SOLD_OUT') && isNothingLeft(stock);
  }
  if (from.length === 1 && (await readShard(store, show.showId, source.shard)).available > 0) {
    return false;
  }
  memory.setReadsStockFirst(show.showId, true);
  const left = (await readStock(store, show)).map(({ available }) => available);
  return isNothingLeft({ kind: 'seen', left });
}

const isNothingLeft = (stock: StockView): boolean =>
  stock.kind === 'seen' && stock.left.every((left) => left === 0);
