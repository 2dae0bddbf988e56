import type { Plan, StockView } from '@willcall/domain';
import { latchSoldOut, readBucket, readStock, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/**
 * Sets the sold-out latch when a plan that was carried out has left nothing. Whoever sells the last
 * ticket of a bucket finds it empty after that, and whoever empties the last bucket finds them all so:
 * the last one to commit always does. A failure is logged and harms nothing: the next refusal tries
 * again.
 */
export async function noticeSoldOut(
  show: ShowRecord,
  plan: Plan<ArrivedPurchase>,
  stock: StockView,
  dependencies: DecisionDependencies,
): Promise<void> {
  if (show.soldOutAt !== undefined) return;
  const { store, clock, log, measure } = dependencies;
  const { showId } = show;
  try {
    if (!(await mayBeSoldOut(show, plan, stock, dependencies))) return;
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

async function mayBeSoldOut(
  show: ShowRecord,
  { from, refuse }: Plan<ArrivedPurchase>,
  stock: StockView,
  { store, memory }: DecisionDependencies,
): Promise<boolean> {
  const [bucket] = from;
  if (bucket === undefined) {
    return refuse.some(({ reason }) => reason === 'SOLD_OUT') && isNothingLeft(stock);
  }
  if (from.length === 1 && (await readBucket(store, show.showId, bucket.bucket)).available > 0) {
    return false;
  }
  memory.setLooksFirst(show.showId, true);
  const left = (await readStock(store, show)).map(({ available }) => available);
  return isNothingLeft({ kind: 'seen', left });
}

const isNothingLeft = (stock: StockView): boolean =>
  stock.kind === 'seen' && stock.left.every((left) => left === 0);
