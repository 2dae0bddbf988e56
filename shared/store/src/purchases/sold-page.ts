import { firstKindOf } from '../journal/journal-entry.ts';
import { readJournalPage } from '../journal/read-journal.ts';
import type { ShardedShow } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { PurchaseRecord } from './purchase-record.ts';
import { type PurchaseName, readListed } from './read-listed.ts';

/** Where a page begins: in a stock shard's part of the journal, after an entry. */
export type SoldPosition = { readonly shard: number; readonly after?: string | undefined };

/** Some of the purchases that a show sold. */
export type SoldPage = {
  readonly purchases: readonly PurchaseRecord[];
  /** Purchases and entries that cannot be read, and purchases that do not exist. */
  readonly leftOut: number;
  /** Missing on the last page. */
  readonly next?: SoldPosition;
};

/** Entries read in one call: up to 100 purchases in full batches. */
const ENTRIES_PER_READ = 10;
/** Purchases after which a page ends. */
const ENOUGH_PURCHASES = 50;
/** Calls after which a page ends: of shards that sold nothing, or entries that sold one purchase each. */
const MOST_READS = 20;

/**
 * Reads a page of the purchases that a show sold or held, whether they were cancelled since or not: a shard's
 * part of the journal after the other. At most 149 purchases, at 1 read unit each and 1 for 4 KB of
 * entries. What is sold during the reading may be missing.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readSoldPage(
  store: Store<'journal' | 'purchases'>,
  show: ShardedShow & Pick<ShowRecord, 'payment'>,
  from: SoldPosition,
): Promise<SoldPage> {
  const names: PurchaseName[] = [];
  let unreadable = 0;
  let next: SoldPosition | undefined = from;
  for (let reads = 0; next !== undefined && reads < MOST_READS; reads += 1) {
    if (names.length >= ENOUGH_PURCHASES) break;
    const { shard, after }: SoldPosition = next;
    const page = await readJournalPage(store, show.showId, shard, {
      after,
      limit: ENTRIES_PER_READ,
    });
    const sales = page.entries.filter(({ kind }) => kind === firstKindOf(show));
    names.push(...sales.flatMap(({ purchases }) => purchases));
    unreadable += page.unreadable.length;
    next = findNext(show, shard, page.next);
  }
  const listed = await readListed(store, names);
  return {
    purchases: listed.purchases,
    leftOut: unreadable + listed.unreadable.length + listed.missing.length,
    ...(next === undefined ? {} : { next }),
  };
}

function findNext(
  { buckets }: ShardedShow,
  shard: number,
  after: string | undefined,
): SoldPosition | undefined {
  if (after !== undefined) return { shard, after };
  return shard + 1 < buckets ? { shard: shard + 1 } : undefined;
}
