import type { StockView } from '@willcall/domain';
import { readShow, readStock, type ShowRecord } from '@willcall/store';
import { WorkerError } from '../errors.ts';
import type { DecisionDependencies } from './dependencies.ts';

/** Each further look means that somebody gave tickets back while the last one was under way. */
const MOST_LOOKS = 8;

/** A look at the stock, and the show as it is known after it: undefined when it is gone. */
export type Look = { readonly show: ShowRecord | undefined; readonly stock: StockView };

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
export async function lookAtStock(
  known: ShowRecord,
  wanted: number,
  { store, measure }: Pick<DecisionDependencies, 'store' | 'measure'>,
): Promise<Look> {
  let show = known;
  for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
    measure.count('StockLooks');
    const left = (await readStock(store, show)).map(({ available }) => available);
    const stock = { kind: 'seen', left } as const;
    if (left.reduce((a, b) => a + b, 0) >= wanted) return { show, stock };
    const now = await readShow(store, show.showId, { consistent: true });
    if (now === undefined || now.returns === show.returns) return { show: now, stock };
    show = now;
  }
  throw new WorkerError('CONTENDED', 'Tickets came back whenever the stock was looked at');
}
