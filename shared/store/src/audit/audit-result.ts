import type { Money } from '@willcall/contracts';
import type { AuditDifference } from './differences.ts';
import type { PurchaseTotals, ReadTotals } from './purchase-totals.ts';

/** The audit of a show's stock at one instant. */
export type StockAudit = {
  readonly showId: string;
  readonly capacity: number;
  /** Tickets left, from the stock counters. */
  readonly available: number;
  /** Tickets held, from the stock counters. */
  readonly held: number;
  /** Tickets sold, from the stock counters. */
  readonly sold: number;
  /** From the stock counters. */
  readonly revenue: Money;
  readonly differences: readonly AuditDifference[];
  /** True if there are no differences. */
  readonly holds: boolean;
};

/** The result of an audit. `revenue` is the revenue of the confirmed purchases. */
export type ShowAudit = StockAudit & Pick<PurchaseTotals, 'tickets'> & ReadTotals;
