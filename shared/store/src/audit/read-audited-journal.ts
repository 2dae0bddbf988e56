import type { JournalEntry } from '../journal/journal-entry.ts';
import { forEachJournalPage } from '../journal/read-journal.ts';
import type { ShardedShow } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { formatPlace } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';

/** Entries of one page, and those that cannot be read. */
export type AuditedPage = {
  readonly entries: readonly JournalEntry[];
  readonly differences: readonly AuditDifference[];
};

/** Up to 1,000 purchases, which are read next. */
const ENTRIES_PER_PAGE = 100;
/** Shards that are read side by side, each a page at a time. */
const MAX_CONCURRENCY = 8;

/**
 * Reads the journal of a show: 1 read unit for 4 KB of each page, and at least 1 for each shard.
 *
 * @param onPage the shard waits for it, so that only a few pages are in memory at a time.
 * @throws StoreError STORE_UNAVAILABLE, and any error of `onPage`
 */
export const readAuditedJournal = (
  store: Store<'journal'>,
  show: ShardedShow,
  onPage: (page: AuditedPage) => Promise<void> | void,
): Promise<void> =>
  forEachJournalPage(
    store,
    show,
    { limit: ENTRIES_PER_PAGE, concurrency: MAX_CONCURRENCY },
    ({ entries, unreadable }) =>
      onPage({
        entries,
        differences: unreadable.map((record) => ({
          code: 'JOURNAL_UNREADABLE',
          message: `Entry ${nameEntry(record.key)} cannot be read: ${record.wrong.join(', ')} (${formatPlace(record)}).`,
        })),
      }),
  );

/** Names an entry by its key. */
export const nameEntry = ({
  bucketKey,
  entryKey,
}: Pick<JournalEntry, 'bucketKey' | 'entryKey'>): string => `${bucketKey} ${entryKey}`;
