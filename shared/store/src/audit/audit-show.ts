import type { Money } from '@willcall/contracts';
import { keepsLedger } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { PURCHASE_PREFIX } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import { readShowAndStock, type ShowAndStock } from '../stock/read-stock.ts';
import { AUDITED_ATTRIBUTES, type AuditedSeats, readAuditedSeats } from './audited-records.ts';
import { collectFacts, type PurchaseTotals, type SaleFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findDifferences, findStockDifferences, sumCounter } from './find-differences.ts';
import { type ScanProgress, scanShowRecords } from './scan-records.ts';

/** The result of an audit. `revenue` is the revenue of the confirmed purchases. */
export type ShowAudit = StockAudit & Pick<PurchaseTotals, 'tickets' | 'byStatus' | 'byReason'>;

type OnProgress = (progress: ScanProgress) => void;

/**
 * Recomputes a show from its records and reports every difference, to the ticket:
 *
 * - the stock at one instant, as in `auditStock`;
 * - the counters of tickets and revenue against the confirmed purchases;
 * - with reserved seating, each seat against the one confirmed purchase that holds it;
 * - if the show limits its buyers, each buyer's ledger and limit.
 *
 * The result is exact while the show has no sales. The stock is read before and after the records.
 * If it changed in between, the audit reports only STOCK_MOVED for the records, so it never passes
 * by chance.
 *
 * It costs a consistent, rate-limited scan: 1 read unit per 4 KB of the whole Purchases table (five
 * to ten purchases) and of the seats of the show, and twice the cost of `auditStock`. It keeps the
 * seats and the buyers with ledgers in memory, and otherwise only sums.
 *
 * @example
 * const { holds, differences } = await auditShow(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE (the show or its stock),
 *   STOCK_MISSING
 */
export async function auditShow(
  store: Store,
  showId: string,
  { onProgress }: { readonly onProgress?: OnProgress } = {},
): Promise<ShowAudit> {
  const before = await readShowForAudit(store, showId);
  const seats = await readAuditedSeats(store, before.show);
  const facts = await gatherFacts(store, before.show, seats, onProgress);
  const after = await readShowForAudit(store, showId);

  const { show, stock } = after;
  const { purchases } = facts;
  const differences = findDifferences({ before, after, seats: seats.seats, facts });
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
  onProgress: OnProgress | undefined,
): Promise<SaleFacts> {
  const collector = collectFacts(show, seats);
  await scanShowRecords(store, {
    showId: show.showId,
    // Without ledgers, only purchases are needed.
    ...(keepsLedger(show) ? {} : { prefix: PURCHASE_PREFIX }),
    attributes: AUDITED_ATTRIBUTES,
    onItems: (items) => items.forEach(collector.add),
    onProgress,
  });
  const facts = collector.facts();
  return { ...facts, differences: [...differences, ...facts.differences] };
}

/** The audit of a show's stock at one instant. */
export type StockAudit = {
  readonly showId: string;
  readonly capacity: number;
  /** Tickets left, from the stock counters. */
  readonly available: number;
  /** Tickets sold, from the stock counters. */
  readonly sold: number;
  /** From the stock counters. */
  readonly revenue: Money;
  readonly differences: readonly AuditDifference[];
  /** True if there are no differences. */
  readonly holds: boolean;
};

/**
 * Reads a show and its whole stock at one instant and checks that available and sold tickets add up
 * to the capacity, and that no counter is negative. This holds at any time, including during a
 * sale. It costs 2 read units for the show and for each shard, and 1 more.
 *
 * @example
 * const { holds, differences } = await auditStock(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function auditStock(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<StockAudit> {
  return toStockAudit(await readShowForAudit(store, showId));
}

/**
 * Reads a show and its stock at one instant.
 *
 * @throws StoreError as `auditStock` does
 */
async function readShowForAudit(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<ShowAndStock> {
  // Any copy of the show has the number of shards.
  const copy = await readShow(store, showId, { consistent: true });
  const seen = copy && (await readShowAndStock(store, showId, copy.buckets));
  if (seen === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  return seen;
}

function toStockAudit({ show, stock }: ShowAndStock): StockAudit {
  const { showId, capacity, price } = show;
  const differences = findStockDifferences({ capacity, stock });
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
