import type { Handler } from '@willcall/lambda';
import { readLeftInStock, type ShowRecord, type Store, type SummarySeams } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { findShow, showWithStock, throwNotFoundIfRemoved } from './show-resource.ts';

/** Milliseconds that an environment serves what it read of a show. */
const COPY_TTL_MS = 1_000;
/** Copied shows. The limit keeps a crawler from filling the memory. */
const MAX_COPIES = 1_000;

/**
 * For browsers and CloudFront. They serve an answer for a second. In the second after that, they still serve
 * it while they fetch a new one.
 */
const CACHE_CONTROL = 'public, max-age=1, stale-while-revalidate=1';

/** A show and the tickets left in its stock, as an environment read them. */
type ShowCopy = { readonly show: ShowRecord; readonly left: number };

/** The copies of an environment: each show is read at most once a second, whatever arrives. */
export type ShowCopies = {
  /** @throws ProblemError SHOW_NOT_FOUND; StoreError as `readLeftInStock`. Failures are not kept. */
  readonly read: (showId: string) => Promise<ShowCopy>;
  /** Drops a copy after a change, so that the next request to this environment sees the change. */
  readonly drop: (showId: string) => void;
};

/**
 * Copies shows for a second, which starts when the read starts. It does not use the cache's own `fetch`: that
 * one starts the second after the read, and a dropped copy would fail the requests that wait for it.
 */
export function copyShows(store: Store<'shows' | 'stock'>, seams: SummarySeams): ShowCopies {
  const copies = new LRUCache<string, Promise<ShowCopy>>({
    max: MAX_COPIES,
    ttl: COPY_TTL_MS,
    ttlResolution: 0,
    perf: { now: () => seams.clock().getTime() },
  });
  const drop = (showId: string, copy?: Promise<ShowCopy>) => {
    // A later request may have replaced the copy that failed.
    if (copy === undefined || copies.peek(showId) === copy) copies.delete(showId);
  };
  return {
    drop,
    read: async (showId) => {
      const known = copies.get(showId);
      if (known !== undefined) return known;
      const copy = readCopy(store, showId, seams);
      copies.set(showId, copy);
      try {
        return await copy;
      } catch (error) {
        drop(showId, copy);
        throw error;
      }
    },
  };
}

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
      headers: { 'cache-control': CACHE_CONTROL },
      answer: showWithStock(show, left, clock()),
    };
  };
