import type { UnreadableRecord } from '../errors.ts';
import { firstKindOf } from '../journal/journal-entry.ts';
import { forEachJournalPage } from '../journal/read-journal.ts';
import type { ShardedShow } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { createRateLimiter, READ_UNITS_PER_SECOND } from '../rate-limiter.ts';
import { KEYS_PER_CALL } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { PurchaseRecord } from './purchase-record.ts';
import { type PurchaseName, readListed } from './read-listed.ts';

type PurchaseVisitor = {
  /** Receives up to 100 purchases. The reading of their shard waits for it. */
  readonly onPurchases: (purchases: readonly PurchaseRecord[]) => void | Promise<void>;
  /** Receives the number of purchases that were read so far. */
  readonly onProgress?: (read: number) => void;
  readonly pause?: (milliseconds: number) => Promise<unknown>;
};

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

/**
 * Passes every purchase that a show sold or held to `onPurchases`, whether it was cancelled since or not, in no
 * particular order. It reads the journal of the show and the purchases that it lists, consistently: 1
 * read unit for each purchase and for 4 KB of entries, and at least 1 for each shard. Other shows cost
 * nothing. A few pages are in memory at a time.
 *
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onPurchases`
 */
export async function forEachSold(
  store: Store<'journal' | 'purchases'>,
  show: ShardedShow & Pick<ShowRecord, 'payment'>,
  { onPurchases, onProgress = () => undefined, pause }: PurchaseVisitor,
): Promise<LeftOut> {
  const unreadable: UnreadableRecord[] = [];
  const missing: PurchaseName[] = [];
  const paid = createRateLimiter(READ_UNITS_PER_SECOND);
  let read = 0;
  const reading = { limit: ENTRIES_PER_PAGE, concurrency: MAX_CONCURRENCY };
  await forEachJournalPage(store, show, reading, async (page) => {
    unreadable.push(...page.unreadable);
    const names = page.entries
      .filter(({ kind }) => kind === firstKindOf(show))
      .flatMap(({ purchases }) => purchases);
    for (let at = 0; at < names.length; at += KEYS_PER_CALL) {
      const listed = await readListed(store, names.slice(at, at + KEYS_PER_CALL), pause);
      read += listed.purchases.length + listed.unreadable.length;
      onProgress(read);
      unreadable.push(...listed.unreadable);
      missing.push(...listed.missing);
      await onPurchases(listed.purchases);
      await paid(listed.purchases.length);
    }
  });
  return { unreadable, missing };
}
