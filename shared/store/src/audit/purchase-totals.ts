import type { RejectionReason } from '@willcall/contracts';
import type { AuditedPurchase } from './audited-records.ts';

/** What the records of a show's purchases add up to. */
export type PurchaseTotals = {
  /** In CONFIRMED purchases. */
  readonly tickets: number;
  /** Of the CONFIRMED purchases, in minor units. */
  readonly revenue: number;
  readonly byStatus: Readonly<Record<AuditedPurchase['status'], number>>;
  /** Of the REJECTED purchases, each reason that occurs. */
  readonly byReason: Readonly<Partial<Record<RejectionReason, number>>>;
};

export const noPurchases: PurchaseTotals = {
  tickets: 0,
  revenue: 0,
  byStatus: { CONFIRMED: 0, REJECTED: 0, FAILED: 0, CANCELLED: 0 },
  byReason: {},
};

/** The totals with one more purchase. */
export function addPurchase(totals: PurchaseTotals, purchase: AuditedPurchase): PurchaseTotals {
  const { status, reason, quantity = 0, total } = purchase;
  const { byStatus, byReason } = totals;
  const isSold = status === 'CONFIRMED';
  return {
    tickets: totals.tickets + (isSold ? quantity : 0),
    // A confirmed purchase without a quantity or total counts nothing, and so shows as missing.
    revenue: totals.revenue + (isSold ? (total?.amount ?? 0) : 0),
    byStatus: { ...byStatus, [status]: byStatus[status] + 1 },
    byReason:
      reason === undefined ? byReason : { ...byReason, [reason]: (byReason[reason] ?? 0) + 1 },
  };
}
