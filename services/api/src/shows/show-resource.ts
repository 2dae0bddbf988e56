import type { ShowResource, ShowWithStock } from '@willcall/contracts';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  readShow,
  readStock,
  type ShardCounters,
  type ShowRecord,
  type Store,
  StoreError,
} from '@willcall/store';

/** `GET /shows/{showId}`: the show, and how many tickets its buckets hold. @throws ProblemError SHOW_NOT_FOUND */
export const getShow =
  (store: Store<'shows' | 'stock'>): Handler<'getShow'> =>
  async ({ path }) =>
    showWithStock(store, await findShow(store, path.showId));

/** The show of a path, read consistently: whoever has just made it sees it. @throws ProblemError SHOW_NOT_FOUND */
export async function findShow(store: Store<'shows'>, showId: string): Promise<ShowRecord> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new ProblemError('SHOW_NOT_FOUND');
  return show;
}

/** A show as anybody may see it: without the bookkeeping. What a show does not have is left out. */
export const showResource = ({
  buckets,
  pausedAt,
  resumedAt,
  soldOutAt,
  returns,
  removedAt,
  priceVersion,
  stampedVersion,
  flyerOrder,
  createdAt,
  updatedAt,
  correlationId,
  ...shown
}: ShowRecord): ShowResource =>
  JSON.parse(JSON.stringify({ ...shown, ...(soldOutAt === undefined ? {} : { soldOut: true }) }));

/**
 * A show as anybody may see it, with how many tickets its buckets hold.
 *
 * @throws ProblemError SHOW_NOT_FOUND when it was removed since it was read; StoreError
 *   STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function showWithStock(
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
): Promise<ShowWithStock> {
  const buckets = await readStock(store, show).catch((error: unknown) =>
    orRemoved(store, show, error),
  );
  return { ...showResource(show), available: sumStock(buckets).available };
}

async function orRemoved(
  store: Store<'shows'>,
  { showId }: ShowRecord,
  error: unknown,
): Promise<never> {
  const isMissing = error instanceof StoreError && error.code === 'STOCK_MISSING';
  if (!isMissing || (await readShow(store, showId, { consistent: true })) !== undefined) {
    throw error;
  }
  throw new ProblemError('SHOW_NOT_FOUND', { cause: error });
}

/** The counters of all buckets together. */
export const sumStock = (buckets: readonly ShardCounters[]): ShardCounters =>
  buckets.reduce(
    (sum, bucket) => ({
      available: sum.available + bucket.available,
      sold: sum.sold + bucket.sold,
      revenue: sum.revenue + bucket.revenue,
    }),
    { available: 0, sold: 0, revenue: 0 },
  );
