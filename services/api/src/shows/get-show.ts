import type { ShowWithStock } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, readRequest } from '@willcall/lambda';
import { readStock, type Store } from '@willcall/store';
import { foundShow } from './found-show.ts';
import { showResource } from './show-resource.ts';
import { sumStock } from './sum-stock.ts';

/** `GET /shows/{showId}`: the show, and how many tickets its buckets hold. @throws ProblemError SHOW_NOT_FOUND */
export const getShow =
  (store: Store<'shows' | 'stock'>) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    const show = await foundShow(store, readRequest(event).path.showId);
    const { available } = sumStock(await readStock(store, show));
    const body: ShowWithStock = { ...showResource(show), available };
    return { status: 200, body };
  };
