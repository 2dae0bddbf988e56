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

/** A show recomputed from its records; `revenue` is that of the confirmed purchases. */
export type ShowAudit = StockAudit & Pick<PurchaseTotals, 'tickets' | 'byStatus' | 'byReason'>;

type OnProgress = (progress: ScanProgress) => void;

/**
 * Recomputes a show from its records and reports, to the ticket, whatever does not add up:
 *
 * - the stock at one instant, as `auditStock` does;
 * - the counters of tickets and money, and the confirmed purchases;
 * - of reserved seating, each seat and the one confirmed purchase that holds it;
 * - of a show that limits its buyers, each buyer's ledger and limit.
 *
 * It is exact when the sale is quiet. The stock is looked at before and after the records; when it
 * changed between, all that is said of them is STOCK_MOVED, so the audit never holds by chance.
 *
 * It costs a consistent scan, paced: 1 read unit for every 4 KB of the whole Purchases table (five to
 * ten purchases) and of the show's seats, and twice what `auditStock` does. It keeps in memory what
 * there is of seats and of buyers with ledgers, otherwise sums.
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
    // Without ledgers, purchases are all there is to read.
    ...(keepsLedger(show) ? {} : { prefix: PURCHASE_PREFIX }),
    attributes: AUDITED_ATTRIBUTES,
    onItems: (items) => items.forEach(collector.add),
    onProgress,
  });
  const facts = collector.facts();
  return { ...facts, differences: [...differences, ...facts.differences] };
}

/** A show's books at one instant. */
export type StockAudit = {
  readonly showId: string;
  readonly capacity: number;
  /** Tickets left, by the stock. */
  readonly available: number;
  /** Tickets sold, by the stock's counters. */
  readonly sold: number;
  /** By the stock's counters. */
  readonly revenue: Money;
  readonly differences: readonly AuditDifference[];
  /** That there is no difference. */
  readonly holds: boolean;
};

/**
 * Looks at a show and all of its stock at one instant: available and sold make the capacity, and no
 * counter is below zero. This holds at any time, also in the middle of a sale. It costs 2 read units
 * for the show and for each shard, and 1.
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
 * The show and its stock at one instant, for an audit.
 *
 * @throws StoreError as auditStock does
 */
async function readShowForAudit(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<ShowAndStock> {
  // A copy tells how many shards to look at.
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
