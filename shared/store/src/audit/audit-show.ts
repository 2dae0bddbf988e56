import { StoreError } from '../errors.ts';
import type { Store } from '../open-store.ts';
import { auditMissingShow } from './audit-missing-show.ts';
import { auditReminders, type ReminderAudit } from './audit-reminders.ts';
import type { ShowAudit, StockAudit } from './audit-result.ts';
import { findDifferences } from './find-differences.ts';
import { gatherFacts } from './gather-facts.ts';
import { countRead } from './purchase-totals.ts';
import { type Books, readBooks } from './read-books.ts';
import { readAuditedSeats } from './read-seats.ts';
import { keepStanding } from './recheck.ts';
import { recheckListings } from './recheck-listings.ts';
import type { ScanProgress } from './scan-records.ts';
import { findSurroundingDifferences } from './show-surroundings.ts';
import { sumCounter } from './stock-differences.ts';

export type ShowAuditOptions = {
  /** Whether records that nothing of the show names are read too: a scan of the whole table. */
  readonly allRecords?: boolean;
  readonly onProgress?: (progress: ScanProgress) => void;
  /** The reminders are audited only if their table is given. */
  readonly reminders?: ReminderAudit;
  /** The current time, with which the times of the records are compared. */
  readonly clock?: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Recomputes a show from its three books, and reports every difference, to the ticket: the counters of
 * its stock shards, the journal of what changed them, and the purchases that it lists. The table
 * `auditItems` lists what it checks.
 *
 * It is right at any time. What it reads at different times and then finds in contradiction, it
 * reads again, and reports only what stands. The stock is read before and after the records: if it
 * changed in between, sums cannot be compared, and STOCK_MOVED says so. The audit then does not pass by
 * chance.
 *
 * Everything is read by key, so it costs what the show costs, however many others there are: 1 read unit
 * for each purchase that it sold, for each ledger and for 4 KB of entries and of seats, 0.5 for each
 * reminder, and twice the cost of `auditStock`. It keeps the seats, the buyers with ledgers and a few
 * fields of each purchase in memory.
 *
 * With `allRecords`, it also reads what nothing of the show names, such as refusals and orphans: a
 * rate-limited scan of 1 read unit per 4 KB of the whole Purchases table.
 *
 * @example
 * const { holds, differences } = await auditShow(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE (the show)
 */
export async function auditShow(
  store: Store,
  showId: string,
  {
    allRecords = false,
    onProgress,
    reminders,
    clock = reminders?.clock ?? (() => new Date()),
    wait = reminders?.wait,
  }: ShowAuditOptions = {},
): Promise<ShowAudit> {
  const now = clock();
  const before = await readBooks(store, showId);
  if (before === undefined) return auditMissingShow(store, showId, { allRecords, now });
  const seats = await readAuditedSeats(store, before.show);
  const facts = await gatherFacts(store, before.show, seats, { allRecords, onProgress, clock });
  const after = await readBooks(store, showId);
  if (after === undefined) return auditMissingShow(store, showId, { allRecords, now });

  const { show, stock } = after;
  const { purchases, confirmed } = facts;
  const found = findDifferences({ before, after, seats: seats.seats, facts });
  const differences = [
    ...found.differences,
    ...(await keepStanding(store, show, facts, found.suspicions)).filter(
      ({ message }) => !found.differences.some((known) => known.message === message),
    ),
    ...(await recheckListings(store, show, found.listings, wait)),
    ...(await findSurroundingDifferences(store, show, confirmed)),
    ...(reminders === undefined
      ? []
      : await auditReminders(store, show, facts.reminded, { ...reminders, allRecords })),
  ];
  return {
    showId,
    capacity: show.capacity,
    available: sumCounter(stock, 'available'),
    held: sumCounter(stock, 'held'),
    sold: sumCounter(stock, 'sold'),
    tickets: purchases.tickets,
    revenue: { amount: purchases.revenue, currency: show.price.currency },
    ...countRead(purchases, allRecords),
    differences,
    holds: differences.length === 0,
  };
}

/**
 * Reads a show and its whole stock at one instant and checks what they say of each other. This
 * holds at any time, including during a sale. It costs 2 read units for the show and for each
 * shard, and 1 more.
 *
 * @example
 * const { holds, differences } = await auditStock(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE (the show)
 */
export async function auditStock(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<StockAudit> {
  const books = await readBooks(store, showId);
  if (books === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  return toStockAudit(books);
}

function toStockAudit({ show, stock, differences }: Books): StockAudit {
  const { showId, capacity, price } = show;
  return {
    showId,
    capacity,
    available: sumCounter(stock, 'available'),
    held: sumCounter(stock, 'held'),
    sold: sumCounter(stock, 'sold'),
    revenue: { amount: sumCounter(stock, 'revenue'), currency: price.currency },
    differences,
    holds: differences.length === 0,
  };
}
