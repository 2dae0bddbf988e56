import { type Handler, ProblemError } from '@willcall/lambda';
import {
  readShowAndStock,
  type ShowAndStock,
  type ShowRecord,
  type Store,
  StoreError,
  sumSales,
} from '@willcall/store';
import { findShow, readStockOf, sumStock, throwNotFoundIfRemoved } from './show-resource.ts';

/**
 * `GET /sales`: the totals of all shows, or zeros without shows. Reads counters, never a scan. The cost
 * grows with the shows that are not settled (`sumSales`).
 */
export const getSales =
  (store: Store<'shows' | 'stock'>): Handler<'getSales'> =>
  () =>
    sumSales(store);

/**
 * `GET /shows/{showId}/sales`: sums of the counters, without a scan. Costs 2 read units for the show and
 * for each of its shards, and 1 for the first read of the show.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const getShowSales =
  (store: Store<'shows' | 'stock'>): Handler<'getShowSales'> =>
  async ({ path }) => {
    const { show, stock } = await readSales(store, await findShow(store, path.showId));
    const { available, held, sold, revenue } = sumStock(stock);
    return {
      capacity: show.capacity,
      available,
      held,
      sold,
      revenue: [{ amount: revenue, currency: show.price.currency }],
    };
  };

/** Reads at one instant. During the rush for a large show, conflicts prevent that, so it reads shard by shard. */
async function readSales(store: Store<'shows' | 'stock'>, show: ShowRecord): Promise<ShowAndStock> {
  try {
    const seen = await readShowAndStock(store, show.showId, show.buckets);
    if (seen === undefined) throw new ProblemError('SHOW_NOT_FOUND');
    return seen;
  } catch (error) {
    const isRush = error instanceof StoreError && error.retryable;
    if (!isRush) return await throwNotFoundIfRemoved(store, show, error);
    return { show, stock: await readStockOf(store, show) };
  }
}
