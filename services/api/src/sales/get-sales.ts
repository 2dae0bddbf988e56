import type { Sales } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, requireAdmin } from '@willcall/lambda';
import { type Store, totalSales } from '@willcall/store';

/**
 * `GET /sales`: the totals over all shows, zeros when there is none. Counters, never a scan; what it
 * costs grows with the stock buckets of all shows (`totalSales`).
 */
export const getSales =
  (store: Store<'shows' | 'stock'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const body: Sales = await totalSales(store);
    return { status: 200, body };
  };
