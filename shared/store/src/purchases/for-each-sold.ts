import { setTimeout as wait } from 'node:timers/promises';
import type { UnreadableRecord } from '../errors.ts';
import type { PostedPurchase } from '../journal/journal-entry.ts';
import { forEachJournalPage } from '../journal/read-journal.ts';
import { purchaseRef, type ShardedShow } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { batchGet, type Item, readRecords } from '../read-items.ts';
import { createRateLimiter, READ_UNITS_PER_SECOND } from '../read-rate.ts';
import { type PurchaseRecord, purchaseKind } from './purchase-record.ts';

type PurchaseVisitor = {
  /** Receives up to 100 purchases. The reading of their shard waits for it. */
  readonly onPurchases: (purchases: readonly PurchaseRecord[]) => void | Promise<void>;
  /** Receives the number of purchases that were read so far. */
  readonly onProgress?: (read: number) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
};

type PurchaseName = Pick<PostedPurchase, 'userId' | 'recordKey'>;

/** What was left out. */
export type LeftOut = {
  /** Purchases and entries that cannot be read. Which purchases such an entry lists is unknown. */
  readonly unreadable: readonly UnreadableRecord[];
  /** Purchases that the journal lists and that do not exist. */
  readonly missing: readonly PurchaseName[];
};

/** Entries of a page: up to 1,000 purchases. */
const ENTRIES_PER_PAGE = 100;
/** Shards that are read side by side. */
const MAX_CONCURRENCY = 8;
/** Milliseconds until a record that was committed with its entry must be readable. */
const PAUSE_MS = 1_000;

/**
 * Passes every purchase that a show sold to `onPurchases`, whether it was cancelled since or not, in no
 * particular order. It reads the journal of the show and the purchases that it lists, consistently: 1
 * read unit for each purchase and for 4 KB of entries, and at least 1 for each shard. Other shows cost
 * nothing. A few pages are in memory at a time.
 *
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onPurchases`
 */
export async function forEachSold(
  store: Store<'journal' | 'purchases'>,
  show: ShardedShow,
  { onPurchases, onProgress = () => undefined, pause = wait }: PurchaseVisitor,
): Promise<LeftOut> {
  const unreadable: UnreadableRecord[] = [];
  const missing: PurchaseName[] = [];
  const paid = createRateLimiter(READ_UNITS_PER_SECOND);
  let read = 0;
  /** Returns those that do not exist, or cannot be read yet. */
  const readListed = async (listed: Listed): Promise<Listed> => {
    const rest = new Map(listed);
    const table = store.tables.purchases;
    const batch = { table, what: 'the purchases', keys: [...listed.values()], concurrency: 1 };
    await batchGet(store, batch, async (items) => {
      for (const item of items) rest.delete(refOf(item));
      read += items.length;
      onProgress(read);
      const found = readRecords(store, purchaseKind, items);
      unreadable.push(...found.unreadable);
      await onPurchases(found.records);
      await paid(items.length);
    });
    return rest;
  };
  const reading = { limit: ENTRIES_PER_PAGE, concurrency: MAX_CONCURRENCY };
  await forEachJournalPage(store, show, reading, async (page) => {
    unreadable.push(...page.unreadable);
    const names = page.entries
      .filter(({ kind }) => kind === 'SALE')
      .flatMap(({ purchases }) => purchases)
      .map(({ userId, recordKey }) => ({ userId, recordKey }));
    let rest = await readListed(new Map(names.map((name) => [refOf(name), name])));
    if (rest.size > 0) {
      await pause(PAUSE_MS);
      rest = await readListed(rest);
    }
    missing.push(...rest.values());
  });
  return { unreadable, missing };
}

/** Purchases by `purchaseRef`. */
type Listed = ReadonlyMap<string, PurchaseName>;

const refOf = ({ userId, recordKey }: Item): string =>
  purchaseRef(String(userId), String(recordKey));
