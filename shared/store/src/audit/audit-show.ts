import { StoreError } from '../errors.ts';
import { ledgerKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { auditMissingShow } from './audit-missing-show.ts';
import { auditReminders, type ReminderAudit } from './audit-reminders.ts';
import type { ShowAudit, StockAudit } from './audit-result.ts';
import { collectFacts } from './collect-facts.ts';
import { findDifferences } from './find-differences.ts';
import { type Books, readBooks } from './read-books.ts';
import { type AuditedSeats, readAuditedSeats } from './read-seats.ts';
import { keepStanding } from './recheck.ts';
import type { SaleFacts } from './sale-facts.ts';
import { type ScanProgress, scanShowRecords } from './scan-records.ts';
import { findSurroundingDifferences } from './show-surroundings.ts';
import { sumCounter } from './stock-differences.ts';

type OnProgress = (progress: ScanProgress) => void;

type ShowAuditOptions = {
  readonly onProgress?: OnProgress;
  /** The reminders are audited only if their table is given. */
  readonly reminders?: ReminderAudit;
  /** The current time, with which the times of the records are compared. */
  readonly clock?: () => Date;
};

/**
 * Recomputes a show from its records and reports every difference, to the ticket. The table
 * `auditItems` lists what it checks.
 *
 * It is right at any time. What it reads at different times and then finds in contradiction, it
 * reads again at one instant, and reports only what stands. The stock is read before and after the
 * records: if it changed in between, sums cannot be compared, and STOCK_MOVED says so. The audit
 * then does not pass by chance.
 *
 * It costs a consistent, rate-limited scan: 1 read unit per 4 KB of the whole Purchases table (five
 * to ten purchases), of the seats of the show and of its reminders, and twice the cost of
 * `auditStock`. It keeps the seats, the buyers with ledgers and the ids of purchases in memory, and
 * otherwise only sums.
 *
 * @example
 * const { holds, differences } = await auditShow(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE (the show)
 */
export async function auditShow(
  store: Store,
  showId: string,
  { onProgress, reminders, clock = reminders?.clock ?? (() => new Date()) }: ShowAuditOptions = {},
): Promise<ShowAudit> {
  const now = clock();
  const before = await readBooks(store, showId);
  if (before === undefined) return auditMissingShow(store, showId, now);
  const seats = await readAuditedSeats(store, before.show);
  const facts = await gatherFacts(store, before.show, seats, { onProgress, clock });
  const after = await readBooks(store, showId);
  if (after === undefined) return auditMissingShow(store, showId, now);

  const { show, stock } = after;
  const { purchases, confirmed } = facts;
  const found = findDifferences({ before, after, seats: seats.seats, facts });
  const differences = [
    ...found.differences,
    ...(await keepStanding(store, show, facts, found.suspicions)).filter(
      ({ message }) => !found.differences.some((known) => known.message === message),
    ),
    ...(await findSurroundingDifferences(store, show, confirmed)),
    ...(reminders === undefined
      ? []
      : await auditReminders(store, show, facts.reminded, reminders)),
  ];
  return {
    showId,
    capacity: show.capacity,
    available: sumCounter(stock, 'available'),
    sold: sumCounter(stock, 'sold'),
    tickets: purchases.tickets,
    revenue: { amount: purchases.revenue, currency: show.price.currency },
    byStatus: purchases.byStatus,
    byReason: purchases.byReason,
    differences,
    holds: differences.length === 0,
  };
}

async function gatherFacts(
  store: Store<'purchases'>,
  show: ShowRecord,
  { seats, differences }: AuditedSeats,
  { onProgress, clock }: { onProgress: OnProgress | undefined; clock: () => Date },
): Promise<SaleFacts> {
  const collector = collectFacts(show, seats, clock);
  await scanShowRecords(store, {
    showId: show.showId,
    // Also the ledgers that are stored under this show and name another.
    recordKey: ledgerKey(show.showId),
    onItems: (items) => items.forEach(collector.add),
    onProgress,
  });
  const facts = collector.facts();
  return { ...facts, differences: [...differences, ...facts.differences] };
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
    sold: sumCounter(stock, 'sold'),
    revenue: { amount: sumCounter(stock, 'revenue'), currency: price.currency },
    differences,
    holds: differences.length === 0,
  };
}
