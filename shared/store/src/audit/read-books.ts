import * as z from 'zod/mini';
import { UnreadableRecord } from '../errors.ts';
import { isShowId, settlementKey, shardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readAtOneInstant } from '../read-at-one-instant.ts';
import { getItem, type Item, parseRecord, readRecord } from '../read-items.ts';
import { type ShowRecord, showKind } from '../shows/show-record.ts';
import {
  listShowAndStock,
  READ_SHOW_AND_STOCK,
  type ShowAndStock,
} from '../stock/show-and-stock.ts';
import { type ShardRecord, shardKind } from '../stock/stock-shards.ts';
import { formatPlace } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import { findSettlementDifferences } from './settlement-differences.ts';
import { findShowDifferences } from './show-differences.ts';
import { findStockDifferences } from './stock-differences.ts';

/** A show and its stock at one instant, and what is wrong with them. */
export type Books = Pick<ShowAndStock, 'show'> & {
  /** In order. */
  readonly stock: ShardRecord[];
  /** Whether every shard could be read. Otherwise `stock` holds the others, and sums mean nothing. */
  readonly isWhole: boolean;
  readonly differences: readonly AuditDifference[];
};

const Shards = z.object({ buckets: z.int().check(z.gte(1)) });

/**
 * Reads a show, its stock and its settlement at one instant, as far as they can be read: 2 read units for the
 * show, its settlement and each shard, and 1 more. Undefined if the show does not exist or was removed.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord (the show)
 */
export async function readBooks(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<Books | undefined> {
  if (!isShowId(showId)) return undefined;
  // The number of shards never changes.
  const seen = await getItem(store, showKind, { key: { showId }, consistent: true });
  if (seen === undefined) return undefined;
  const { buckets = readRecord(store, showKind, seen).buckets } = Shards.safeParse(seen).data ?? {};
  const keys = shardKeys({ showId, buckets });
  const items = [
    { table: store.tables.shows, key: settlementKey(showId) },
    ...listShowAndStock(store, showId, keys),
  ];
  const [settlement, item, ...shards] = await readAtOneInstant(store, READ_SHOW_AND_STOCK, items);
  if (item === undefined) return undefined;
  const show = readRecord(store, showKind, item);
  if (show.removedAt !== undefined) return undefined;
  const stock = new Map(keys.map((key, index) => [key, shards[index]]));
  return makeBooks(show, { item, stock, settlement });
}

/** A show and its stock as stored. Undefined for an item that does not exist. */
type StoredBooks = {
  readonly item: Item;
  /** The shards by key. */
  readonly stock: ReadonlyMap<string, Item | undefined>;
  readonly settlement: Item | undefined;
};

export function makeBooks(
  show: ShowRecord,
  { item, stock: shards, settlement }: StoredBooks,
): Books {
  const differences: AuditDifference[] = [];
  const stock = [...shards].flatMap(([key, shard]) => {
    const record = shard && parseRecord(shardKind, shard);
    if (record === undefined) {
      differences.push({ code: 'STOCK_MISSING', message: `Stock shard ${key} does not exist.` });
      return [];
    }
    if (!(record instanceof UnreadableRecord)) return [record];
    const message = `Stock shard ${key} cannot be read: ${record.wrong.join(', ')} (${formatPlace(record)}).`;
    differences.push({ code: 'RECORD_UNREADABLE', message });
    return [];
  });
  const isWhole = stock.length === shards.size;
  if (isWhole) differences.push(...findStockDifferences(show, stock));
  differences.push(...findShowDifferences(show, item));
  differences.push(...findSettlementDifferences(show, isWhole ? stock : [], settlement));
  return { show, stock, isWhole, differences };
}
