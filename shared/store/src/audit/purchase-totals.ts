import type { RejectionReason } from '@willcall/contracts';
import { wasSold } from '@willcall/domain';
import type { AuditedPurchase } from './audited-records.ts';

/** The totals of the purchases of a show. */
export type PurchaseTotals = {
  /** Tickets in CONFIRMED purchases. */
  readonly tickets: number;
  /** Revenue of CONFIRMED purchases, in minor units. */
  readonly revenue: number;
  /** CANCELLED purchases that had been sold. */
  readonly returned: number;
  readonly byStatus: Readonly<Record<AuditedPurchase['status'], number>>;
  /** Number of REJECTED purchases for each reason that occurs. */
  readonly byReason: Readonly<Partial<Record<RejectionReason, number>>>;
};

/** The counts of the purchases that an audit reads. */
export type ReadTotals = {
  /** Whether records that the journal of the show does not name were read too. */
  readonly allRecords: boolean;
  /** Only HELD, CONFIRMED and EXPIRED, and CANCELLED after the sale, unless all records were read. */
  readonly byStatus: Partial<PurchaseTotals['byStatus']>;
  /** Only if all records were read. */
  readonly byReason?: PurchaseTotals['byReason'];
};

export const noPurchases: PurchaseTotals = {
  tickets: 0,
  revenue: 0,
  returned: 0,
  byStatus: { HELD: 0, EXPIRED: 0, CONFIRMED: 0, REJECTED: 0, FAILED: 0, CANCELLED: 0 },
  byReason: {},
};

/** Adds a purchase to the totals. */
export function addToTotals(totals: PurchaseTotals, purchase: AuditedPurchase): PurchaseTotals {
  const { status, reason, quantity = 0, total } = purchase;
  const { byStatus, byReason } = totals;
  const isSold = status === 'CONFIRMED';
  const wasReturned = status === 'CANCELLED' && wasSold(purchase);
  return {
    tickets: totals.tickets + (isSold ? quantity : 0),
    // A confirmed purchase without a quantity or total counts as 0, so the counters show a
    // difference.
    revenue: totals.revenue + (isSold ? (total?.amount ?? 0) : 0),
    returned: totals.returned + (wasReturned ? 1 : 0),
    byStatus: { ...byStatus, [status]: byStatus[status] + 1 },
    byReason:
      reason === undefined ? byReason : { ...byReason, [reason]: (byReason[reason] ?? 0) + 1 },
  };
}

/** The counts that are complete. The journal names only the purchases that were sold. */
export const countRead = (
  { byStatus, byReason, returned }: PurchaseTotals,
  allRecords: boolean,
): ReadTotals =>
  allRecords
    ? { allRecords, byStatus, byReason }
    : {
        allRecords,
        byStatus: {
          ...{ HELD: byStatus.HELD, CONFIRMED: byStatus.CONFIRMED, EXPIRED: byStatus.EXPIRED },
          CANCELLED: returned,
        },
      };
