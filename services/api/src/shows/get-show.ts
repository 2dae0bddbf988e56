import { type HttpEvent, type HttpReply, readRequest } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { foundShow } from './found-show.ts';
import { showWithStock } from './show-with-stock.ts';

/** `GET /shows/{showId}`: the show, and how many tickets its buckets hold. @throws ProblemError SHOW_NOT_FOUND */
export const getShow =
  (store: Store<'shows' | 'stock'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const show = await foundShow(store, readRequest(event).path.showId);
    return { status: 200, body: await showWithStock(store, show) };
  };
