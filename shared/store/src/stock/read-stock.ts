import * as z from 'zod';
import { StoreError, type UnreadableRecord } from '../errors.ts';
import { isShowId, type ShardedShow, shardKey, shardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type ItemKey, readAtOneInstant } from '../read-at-one-instant.ts';
import { type ReadRecords, readItem, readItems, readRecord } from '../read-items.ts';
import { type ShowRecord, showKind } from '../shows/show-record.ts';
import type { RetrySeams } from '../write-items.ts';

/**
 * One stock shard as stored. A return may make its revenue negative. Only the sum over all shards
 * is meaningful.
 */
const ShardRecord = z.object({
  bucketKey: z.string(),
  available: z.int(),
  sold: z.int(),
  revenue: z.int(),
});

/** Stock shards among the stored records. */
export const shardKind = { table: 'stock', schema: ShardRecord, what: 'a stock shard' } as const;

/** The counters of a shard: tickets left, tickets sold, and their price in minor units. */
export type ShardCounters = Pick<z.infer<typeof ShardRecord>, 'available' | 'sold' | 'revenue'>;

/**
 * The counters of a shard are whole numbers. Nothing is sold from a shard that cannot be read, nor
 * returned to it: a wrong counter would fail the other purchases of the transaction, or sell tickets that
 * do not exist.
 */
export const isCountable = ['available', 'sold', 'revenue']
  .map((counter) => `${counter} BETWEEN :least AND :most`)
  .join(' AND ');

/** The values of `isCountable`. */
export const countableRange = {
  ':least': Number.MIN_SAFE_INTEGER,
  ':most': Number.MAX_SAFE_INTEGER,
} as const;

/**
 * Reads one stock shard of a show, consistently: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShard(
  store: Store<'stock'>,
  showId: string,
  shard: number,
): Promise<ShardCounters> {
  const key = shardKey(showId, shard);
  const found = await readItem(store, shardKind, { key: { bucketKey: key }, consistent: true });
  return found ?? throwMissing(key);
}

function throwMissing(key: string): never {
  throw new StoreError('STOCK_MISSING', `Stock shard ${key} does not exist`);
}

/**
 * Reads all stock shards of a show, consistently and in order: 1 read unit each. The shards are not
 * read at one instant. While stock only falls, their sum is never less than the stock at the end of
 * the read. If the sum is too low for a purchase, the stock is too low as well.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readStock(
  store: Store<'stock'>,
  show: ShardedShow,
): Promise<ShardCounters[]> {
  const { stock, unreadable } = await readReadableStock(store, show);
  if (unreadable !== undefined) throw unreadable;
  return stock;
}

/** The counters of all shards, in order. A shard that cannot be read counts as empty. */
export type ReadableStock = {
  readonly stock: ShardCounters[];
  /** Set if a shard cannot be read. The sums of the counters are then too low. */
  readonly unreadable: UnreadableRecord | undefined;
};

/** The counters of the shards that exist, by key. */
type FoundShards = Pick<ReadableStock, 'unreadable'> & {
  readonly found: ReadonlyMap<string, ShardCounters>;
};

/**
 * Reads all stock shards of a show like `readStock`, and goes on without those that cannot be read.
 *
 * @throws StoreError STORE_UNAVAILABLE, STOCK_MISSING
 */
export async function readReadableStock(
  store: Store<'stock'>,
  show: ShardedShow,
): Promise<ReadableStock> {
  const keys = shardKeys(show);
  const { found, unreadable } = await readShardCounters(store, keys);
  return { stock: keys.map((key) => found.get(key) ?? throwMissing(key)), unreadable };
}

/**
 * Reads stock shards by their keys, as `readShards`. Those that cannot be read count as empty.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readShardCounters(
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<FoundShards> {
  const { records, unreadable } = await readShards(store, keys);
  const none: ShardCounters = { available: 0, sold: 0, revenue: 0 };
  const found = new Map([
    ...records.map((shard) => [shard.bucketKey, shard] as const),
    ...unreadable.map(({ key }) => [key.bucketKey, none] as const),
  ]);
  return { found, unreadable: unreadable[0] };
}

/**
 * Reads stock shards of any shows by their keys, consistently: 1 read unit each, 100 per call.
 * Shards that do not exist are left out.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export const readShards = (
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<ReadRecords<z.infer<typeof ShardRecord>, 'bucketKey'>> =>
  readItems(
    store,
    shardKind,
    keys.map((key) => ({ bucketKey: key })),
  );

/** A show and its stock at one instant. The shards are in order. */
export type ShowAndStock = { readonly show: ShowRecord; readonly stock: ShardCounters[] };

/** Completes the sentence "DynamoDB did not …". */
export const READ_SHOW_AND_STOCK = 'read the show and its stock at one instant';

/** Lists the items of a show and its shards, for a read at one instant. */
export const listShowAndStock = (
  { tables }: Pick<Store<'shows' | 'stock'>, 'tables'>,
  showId: string,
  shards: readonly string[],
): ItemKey[] => [
  { table: tables.shows, key: { showId } },
  ...shards.map((key) => ({ table: tables.stock, key: { bucketKey: key } })),
];

/**
 * Reads a show and its whole stock at one instant, with one TransactGetItems: 2 read units for the
 * show and for each shard, at most 65 of the 100 items that DynamoDB allows. It does not block
 * sales. Undefined if the show does not exist or was removed.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 *
 * @param buckets the number of shards of the show, which never changes. Any copy of the show has
 *   it.
 * @throws StoreError STORE_UNAVAILABLE, also if other transactions cancelled every try.
 *   RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShowAndStock(
  store: Store<'shows' | 'stock'>,
  showId: string,
  buckets: number,
  seams: RetrySeams = {},
): Promise<ShowAndStock | undefined> {
  if (!isShowId(showId)) return undefined;
  const keys = shardKeys({ showId, buckets });
  const items = listShowAndStock(store, showId, keys);
  const [first, ...rest] = await readAtOneInstant(store, READ_SHOW_AND_STOCK, items, seams);
  if (first === undefined) return undefined;
  const show = readRecord(store, showKind, first);
  if (show.removedAt !== undefined) return undefined;
  const stock = keys.map((key, shard) =>
    readRecord(store, shardKind, rest[shard] ?? throwMissing(key)),
  );
  return { show, stock };
}
