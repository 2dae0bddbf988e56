import type { Sales } from '@willcall/contracts';
import {
  type HttpEvent,
  type HttpReply,
  ProblemError,
  readRequest,
  requireAdmin,
} from '@willcall/lambda';
import {
  readShowAndStock,
  readStock,
  type ShowAndStock,
  type ShowRecord,
  type Store,
  StoreError,
} from '@willcall/store';
import { foundShow } from '../shows/found-show.ts';
import { sumStock } from '../shows/sum-stock.ts';

/**
 * `GET /shows/{showId}/sales`: sums of the counters, no scan. 2 read units for the show and each of its
 * buckets, and 1 for the show before.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const getShowSales =
  (store: Store<'shows' | 'stock'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { show, stock } = await look(
      store,
      await foundShow(store, readRequest(event).path.showId),
    );
    const { available, sold, revenue } = sumStock(stock);
    const body: Sales = {
      capacity: show.capacity,
      available,
      sold,
      revenue: [{ amount: revenue, currency: show.price.currency }],
    };
    return { status: 200, body };
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
