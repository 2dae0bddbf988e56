import { keepsLedger } from '@willcall/domain';
import { purchaseRecordKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import { lookAtShow, type StockAudit } from './audit-stock.ts';
import { AUDITED_ATTRIBUTES } from './audited-records.ts';
import { collectFacts, type SaleFacts } from './collect-facts.ts';
import { findDifferences } from './find-differences.ts';
import type { PurchaseTotals } from './purchase-totals.ts';
import { type AuditedSeats, readAuditedSeats } from './read-audited-seats.ts';
import { type ScanProgress, scanShowRecords } from './scan-show-records.ts';
import { sumOf } from './stock-differences.ts';

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
  const before = await lookAtShow(store, showId);
  const seats = await readAuditedSeats(store, before.show);
  const facts = await factsOf(store, before.show, seats, onProgress);
  const after = await lookAtShow(store, showId);

  const { show, stock } = after;
  const { purchases } = facts;
  const differences = findDifferences({ before, after, seats: seats.seats, facts });
  return {
    showId,
    capacity: show.capacity,
    available: sumOf(stock, 'available'),
    sold: sumOf(stock, 'sold'),
    tickets: purchases.tickets,
    revenue: { amount: purchases.revenue, currency: show.price.currency },
    byStatus: purchases.byStatus,
    byReason: purchases.byReason,
    differences,
    holds: differences.length === 0,
  };
}

async function factsOf(
  store: Store<'purchases'>,
  show: ShowRecord,
  { seats, differences }: AuditedSeats,
  onProgress: OnProgress | undefined,
): Promise<SaleFacts> {
  const collector = collectFacts(show, seats);
  await scanShowRecords(store, {
    showId: show.showId,
    // Without ledgers, purchases are all there is to read.
    ...(keepsLedger(show) ? {} : { prefix: purchaseRecordKey('') }),
    attributes: AUDITED_ATTRIBUTES,
    onItems: (items) => items.forEach(collector.add),
    onProgress,
  });
  const facts = collector.facts();
  return { ...facts, differences: [...differences, ...facts.differences] };
}
