import type { Handler } from '@willcall/lambda';
import { readLeftInStock, type ShowRecord, type Store, type SummarySeams } from '@willcall/store';
import { type Copies, keepCopies } from '../caches/copies.ts';
import {
  findShow,
  type LeftInStock,
  showWithStock,
  throwNotFoundIfRemoved,
} from './show-resource.ts';

/**
 * For browsers and CloudFront. They serve an answer for a second. In the second after that, they still serve
 * it while they fetch a new one.
 */
export const SHARED_CACHE_CONTROL = 'public, max-age=1, stale-while-revalidate=1';

/** A show and the tickets in its stock, as an environment read them. */
type ShowCopy = { readonly show: ShowRecord; readonly left: LeftInStock };

/** The copies of an environment. Its readings throw ProblemError SHOW_NOT_FOUND; StoreError as `readLeftInStock`. */
export type ShowCopies = Copies<ShowCopy>;

/** Copies shows for a second. */
export const copyShows = (store: Store<'shows' | 'stock'>, seams: SummarySeams): ShowCopies =>
  keepCopies((showId) => readCopy(store, showId, seams), seams);

async function readCopy(
  store: Store<'shows' | 'stock'>,
  showId: string,
  seams: SummarySeams,
): Promise<ShowCopy> {
  const show = await findShow(store, showId);
  const left = await readLeftInStock(store, show, seams).catch((error: unknown) =>
    throwNotFoundIfRemoved(store, show, error),
  );
  return { show, left };
}

/**
 * `GET /shows/{showId}`: the show and its available tickets, at most three seconds old here. Whether it is on
 * sale is computed for each request, so that a sale opens and closes in time.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const getShow =
  (copies: ShowCopies, clock: () => Date): Handler<'getShow'> =>
  async ({ path }) => {
    const { show, left } = await copies.read(path.showId);
    return {
      headers: { 'cache-control': SHARED_CACHE_CONTROL },
      answer: showWithStock(show, left, clock()),
    };
  };
