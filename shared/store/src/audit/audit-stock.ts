import type { Money } from '@willcall/contracts';
import { StoreError } from '../errors.ts';
import { readShow } from '../shows/read-show.ts';
import { readShowAndStock, type ShowAndStock } from '../stock/read-show-and-stock.ts';
import type { Store } from '../store.ts';
import type { AuditDifference } from './audit-difference.ts';
import { stockDifferences, sumOf } from './stock-differences.ts';

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
 * for the show and for each bucket, and 1.
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
  return stockAuditOf(await lookAtShow(store, showId));
}

/**
 * The show and its stock at one instant, for an audit.
 *
 * @throws StoreError as auditStock does
 */
export async function lookAtShow(
  store: Store<'shows' | 'stock'>,
  showId: string,
): Promise<ShowAndStock> {
  // A copy tells how many buckets to look at.
  const copy = await readShow(store, showId, { consistent: true });
  const seen = copy && (await readShowAndStock(store, showId, copy.buckets));
  if (seen === undefined) throw new StoreError('SHOW_UNKNOWN', `There is no show ${showId}`);
  return seen;
}

function stockAuditOf({ show, stock }: ShowAndStock): StockAudit {
  const { showId, capacity, price } = show;
  const differences = stockDifferences({ capacity, stock });
  return {
    showId,
    capacity,
    available: sumOf(stock, 'available'),
    sold: sumOf(stock, 'sold'),
    revenue: { amount: sumOf(stock, 'revenue'), currency: price.currency },
    differences,
    holds: differences.length === 0,
  };
}
