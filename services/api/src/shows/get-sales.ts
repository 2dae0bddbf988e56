import type { Sales } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, readRequest, requireAdmin } from '@willcall/lambda';
import { readStock, type Store } from '@willcall/store';
import { foundShow } from './found-show.ts';
import { sumStock } from './sum-stock.ts';

/** `GET /shows/{showId}/sales`: sums of the counters, no scan. @throws ProblemError SHOW_NOT_FOUND */
export const getSales =
  (store: Store<'shows' | 'stock'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const show = await foundShow(store, readRequest(event).path.showId);
    const { available, sold, revenue } = sumStock(await readStock(store, show));
    const body: Sales = {
      capacity: show.capacity,
      available,
      sold,
      revenue: [{ amount: revenue, currency: show.price.currency }],
    };
    return { status: 200, body };
  };
