import { type Plan, retry, type StockView } from '@willcall/domain';
import { latchSoldOut, readShard, readShow, readStock, type ShowRecord } from '@willcall/store';
import { WorkerError } from '../errors.ts';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/** Each further look means that somebody gave tickets back while the last one was under way. */
const MAX_READS = 8;

/** A look at the stock, and the show as it is known after it: undefined when it is gone. */
export type StockRead = { readonly show: ShowRecord | undefined; readonly stock: StockView };

/**
 * A consistent look at all buckets of a show. They are read one beside the other, not at one instant: a
 * ticket that comes back to one bucket while another is sold from the next could be missed by both
 * reads. So too little is only believed when nothing came back meanwhile:
 *
 *     show: returns 7 ── buckets ── show: returns 7   the stock only fell: what is missing is missing
 *     show: returns 7 ── buckets ── show: returns 8   look again
 *
 * @param wanted tickets; a look that finds as many needs no proof.
 * @throws StoreError STORE_UNAVAILABLE, STOCK_MISSING; WorkerError CONTENDED
 */
export async function readStockConsistently(
  known: ShowRecord,
  wanted: number,
  { store, measure }: Pick<DecisionDependencies, 'store' | 'measure'>,
): Promise<StockRead> {
  let show = known;
  const look = async (): Promise<StockRead | 'again'> => {
    measure.count('StockLooks');
    const left = (await readStock(store, show)).map(({ available }) => available);
    const stock = { kind: 'seen', left } as const;
    if (left.reduce((a, b) => a + b, 0) >= wanted) return { show, stock };
    const now = await readShow(store, show.showId, { consistent: true });
    if (now === undefined || now.returns === show.returns) return { show: now, stock };
    show = now;
    return 'again';
  };
  return retry(look, {
    attempts: MAX_READS,
    exhausted: () =>
      new WorkerError('CONTENDED', 'Tickets came back whenever the stock was looked at'),
  });
}

/**
 * Sets the sold-out latch when a plan that was carried out has left nothing. Whoever sells the last
 * ticket of a bucket finds it empty after that, and whoever empties the last bucket finds them all so:
 * the last one to commit always does. A failure is logged and harms nothing: the next refusal tries
 * again.
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
  const [bucket] = from;
  if (bucket === undefined) {
    return refuse.some(({ reason }) => reason === 'SOLD_OUT') && isNothingLeft(stock);
  }
  if (from.length === 1 && (await readShard(store, show.showId, bucket.shard)).available > 0) {
    return false;
  }
  memory.setReadsStockFirst(show.showId, true);
  const left = (await readStock(store, show)).map(({ available }) => available);
  return isNothingLeft({ kind: 'seen', left });
}

const isNothingLeft = (stock: StockView): boolean =>
  stock.kind === 'seen' && stock.left.every((left) => left === 0);
