import { forEachConcurrently } from '@willcall/domain';
import type { UnreadableRecord } from '../errors.ts';
import { type ShardedShow, shardKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readRecords } from '../read-items.ts';
import { entryKind, type JournalEntry } from './journal-entry.ts';

/** Entries of one stock shard. */
export type JournalPage = {
  readonly entries: readonly JournalEntry[];
  /** Entries that do not match their schema, by key. They take nothing from the others. */
  readonly unreadable: readonly UnreadableRecord<'bucketKey' | 'entryKey'>[];
  /** The position of the last entry, readable or not. The next page starts after it. Missing at the end. */
  readonly next?: string;
};

/**
 * Reads a page of the entries in one shard's partition, consistently: 1 read unit per 4 KB of the page
 * and one more entry.
 *
 * The order is that of the times at which transactions were planned, not that of their commits. An entry
 * may appear before a position that was already read: a pass that must see everything is repeated after
 * every transaction that was being sent has ended.
 *
 * @param after the position at which an earlier page ended.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readJournalPage(
  store: Store<'journal'>,
  showId: string,
  shard: number,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<JournalPage> {
  const bucketKey = shardKey(showId, shard);
  const query = {
    TableName: store.tables.journal,
    ConsistentRead: true,
    KeyConditionExpression: 'bucketKey = :shard',
    ExpressionAttributeValues: { ':shard': bucketKey },
    ...(after === undefined ? {} : { ExclusiveStartKey: { bucketKey, entryKey: after } }),
  };
  // One more than requested shows whether there is a next page.
  const found = await queryItems(store, "list a show's journal", query, limit + 1);
  const items = found.slice(0, limit);
  const { records: entries, unreadable } = readRecords(store, entryKind, items);
  const last = items.at(-1);
  // A key attribute is always a string, also of an entry that cannot be read.
  return found.length > limit && last !== undefined
    ? { entries, unreadable, next: String(last.entryKey) }
    : { entries, unreadable };
}

/** How a journal is read. */
export type JournalReading = {
  /** Entries in a page. */
  readonly limit: number;
  /** Shards that are read side by side. */
  readonly concurrency: number;
};

/**
 * Reads all entries of a show, and of no other: page after page of each shard, some shards side by side.
 *
 * @param work is called for one page of a shard at a time.
 * @throws StoreError STORE_UNAVAILABLE, and the first error of the work.
 */
export const forEachJournalPage = (
  store: Store<'journal'>,
  { showId, buckets }: ShardedShow,
  { limit, concurrency }: JournalReading,
  work: (page: JournalPage, shard: number) => Promise<void> | void,
): Promise<void> =>
  forEachConcurrently([...Array(buckets).keys()], concurrency, async (shard) => {
    let after: string | undefined;
    do {
      const page: JournalPage = await readJournalPage(store, showId, shard, { after, limit });
      await work(page, shard);
      after = page.next;
    } while (after !== undefined);
  });
