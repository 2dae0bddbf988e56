import { isShowId, shardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type ItemKey, readAtOneInstant } from '../read-at-one-instant.ts';
import { readRecord } from '../read-items.ts';
import { type ShowRecord, showKind } from '../shows/show-record.ts';
import type { RetrySeams } from '../write-items.ts';
import { type ShardCounters, shardKind, throwMissing } from './stock-shards.ts';

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
