import type { ShowResource, ShowWithStock } from '@willcall/contracts';
import { describeOffer, describeStockOffer } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';
import {
  readReadableStock,
  readShow,
  readStock,
  type ShardCounters,
  type ShowRecord,
  type Store,
  StoreError,
} from '@willcall/store';

/** Reads a show consistently, so that its creator sees it at once. @throws ProblemError SHOW_NOT_FOUND */
export async function findShow(store: Store<'shows'>, showId: string): Promise<ShowRecord> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new ProblemError('SHOW_NOT_FOUND');
  return show;
}

/** The public view of a show at a moment, as a list has it: whether a purchase would be refused, and why. */
export const showResource = (show: ShowRecord, now: Date): ShowResource => ({
  ...publicFields(show),
  ...describeOffer(show, now.toISOString()),
});

/** What the public view of a show needs to know of its stock, added up over all shards. */
export type LeftInStock = Pick<ShardCounters, 'available' | 'held'>;

/** The same with the available tickets, of those left in stock. */
export const showWithStock = (show: ShowRecord, left: LeftInStock, now: Date): ShowWithStock => ({
  ...publicFields(show),
  ...describeStockOffer(show, now.toISOString(), left),
});

/** The public fields of a show, without internal and absent ones. */
const publicFields = ({
  buckets,
  paidSince,
  openingPostponedAt,
  postponedOpening,
  onSale,
  pausedAt,
  resumedAt,
  startMovedAt,
  soldOutAt,
  returns,
  allHeldUntil,
  removedAt,
  priceVersion,
  stampedVersion,
  flyerOrder,
  createdAt,
  updatedAt,
  correlationId,
  ...shown
}: ShowRecord): Omit<ShowResource, 'onSale'> =>
  JSON.parse(JSON.stringify({ ...shown, ...(soldOutAt === undefined ? {} : { soldOut: true }) }));

/**
 * Reads the stock of a show after a change, and returns its public view. A damaged stock shard must not report
 * the change as failed: the shard has no tickets to sell, so it counts as empty.
 *
 * @throws ProblemError SHOW_NOT_FOUND; StoreError STORE_UNAVAILABLE, STOCK_MISSING
 */
export async function readChangedWithStock(
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
  now: Date,
): Promise<ShowWithStock> {
  const { stock } = await readReadableStock(store, show).catch((error: unknown) =>
    throwNotFoundIfRemoved(store, show, error),
  );
  return showWithStock(show, sumStock(stock), now);
}

/**
 * Reads the stock of a show that was read before.
 *
 * @throws ProblemError SHOW_NOT_FOUND if the show was removed since it was read; StoreError
 *   STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export const readStockOf = (
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
): Promise<ShardCounters[]> =>
  readStock(store, show).catch((error: unknown) => throwNotFoundIfRemoved(store, show, error));

/** @throws ProblemError SHOW_NOT_FOUND if a missing shard means that the show was removed; else the error */
export async function throwNotFoundIfRemoved(
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

/** The sums of the counters of all shards. */
export const sumStock = (shards: readonly ShardCounters[]): ShardCounters =>
  shards.reduce(
    (sum, shard) => ({
      available: sum.available + shard.available,
      held: sum.held + shard.held,
      sold: sum.sold + shard.sold,
      revenue: sum.revenue + shard.revenue,
    }),
    { available: 0, held: 0, sold: 0, revenue: 0 },
  );
