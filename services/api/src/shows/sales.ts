import { type Handler, ProblemError } from '@willcall/lambda';
import {
  readShowAndStock,
  readStock,
  type ShowAndStock,
  type ShowRecord,
  type Store,
  StoreError,
  sumSales,
} from '@willcall/store';
import { findShow, sumStock } from './show-resource.ts';

/**
 * `GET /sales`: the totals over all shows, zeros when there is none. Counters, never a scan; what it
 * costs grows with the stock buckets of all shows (`sumSales`).
 */
export const getSales =
  (store: Store<'shows' | 'stock'>): Handler<'getSales'> =>
  () =>
    sumSales(store);

/**
 * `GET /shows/{showId}/sales`: sums of the counters, no scan. 2 read units for the show and each of its
 * buckets, and 1 for the show before.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const getShowSales =
  (store: Store<'shows' | 'stock'>): Handler<'getShowSales'> =>
  async ({ path }) => {
    const { show, stock } = await look(store, await findShow(store, path.showId));
    const { available, sold, revenue } = sumStock(stock);
    return {
      capacity: show.capacity,
      available,
      sold,
      revenue: [{ amount: revenue, currency: show.price.currency }],
    };
  };

/** At one instant; while a large show is in a rush, which leaves no such instant, bucket by bucket. */
async function look(store: Store<'shows' | 'stock'>, show: ShowRecord): Promise<ShowAndStock> {
  try {
    const seen = await readShowAndStock(store, show.showId, show.buckets);
    if (seen === undefined) throw new ProblemError('SHOW_NOT_FOUND');
    return seen;
  } catch (error) {
    if (!(error instanceof StoreError && error.retryable)) throw error;
    return { show, stock: await readStock(store, show) };
  }
}
