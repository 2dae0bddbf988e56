import type { Money } from '@willcall/contracts';
import { StoreError } from '../errors.ts';
import { readShow } from '../shows/read-show.ts';
import { readStock } from '../stock/read-stock.ts';
import type { Store } from '../store.ts';
import { type AuditDifference, findDifferences } from './find-differences.ts';
import type { PurchaseTotals } from './purchase-totals.ts';
import { type ScanProgress, totalPurchases } from './total-purchases.ts';

/** A show recomputed from its records. */
export type ShowAudit = Pick<PurchaseTotals, 'tickets' | 'byStatus' | 'byReason'> & {
  readonly showId: string;
  readonly capacity: number;
  /** Tickets left, by the stock. */
  readonly available: number;
  /** Tickets sold, by the stock's counters; `tickets` are those in confirmed purchases. */
  readonly sold: number;
  /** Of the confirmed purchases. */
  readonly revenue: Money;
  readonly differences: readonly AuditDifference[];
  /** That there is no difference. */
  readonly holds: boolean;
};

/**
 * Recomputes a show from its records and reports whatever does not add up: stock left and tickets in
 * confirmed purchases make the capacity, no counter is below zero, the counters of tickets and money
 * say what the purchases say.
 *
 * It is exact when the sale is quiet. The stock is read before and after the purchases; when it
 * changed between, that is a difference of its own, so the audit never holds by chance.
 *
 * It costs a consistent scan: 1 read unit for every 4 KB of the whole Purchases table (five to ten
 * purchases), 1 for the show, 2 for each of its buckets.
 *
 * @example
 * const { holds, differences } = await auditShow(store, showId);
 *
 * @throws StoreError SHOW_UNKNOWN, STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function auditShow(
  store: Store,
  showId: string,
  { onProgress = () => undefined }: { readonly onProgress?: (progress: ScanProgress) => void } = {},
): Promise<ShowAudit> {
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  const stockBefore = await readStock(store, show);
  const purchases = await totalPurchases(store, showId, onProgress);
  const stockAfter = await readStock(store, show);

  const { capacity } = show;
  const differences = findDifferences({ capacity, stockBefore, stockAfter, purchases });
  return {
    showId,
    capacity,
    available: stockAfter.reduce((sum, { available }) => sum + available, 0),
    sold: stockAfter.reduce((sum, { sold }) => sum + sold, 0),
    tickets: purchases.tickets,
    revenue: { amount: purchases.revenue, currency: show.price.currency },
    byStatus: purchases.byStatus,
    byReason: purchases.byReason,
    differences,
    holds: differences.length === 0,
  };
}
