import type { RejectionReason } from '@willcall/contracts';
import { keepsLedger } from '@willcall/domain';
import { purchaseRef } from '../keys.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import {
  AuditedLedger,
  AuditedPurchase,
  type AuditedSeat,
  describeUnreadable,
  getRecordKind,
} from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import { findPurchaseDifferences } from './purchase-differences.ts';

export type Claim = { readonly purchaseId: string; readonly ref: string };

/** The purchase that holds a seat, according to the seat. */
type Holder = Pick<AuditedPurchase, 'purchaseId' | 'status'>;

/** Tickets of a buyer: in confirmed purchases, and in the ledger if there is one. */
export type BuyerTickets = { readonly bought: number; readonly ledger?: number };

/**
 * The facts that an audit keeps of the records. It keeps only the buyers and seats that it must
 * compare.
 */
export type SaleFacts = {
  readonly purchases: PurchaseTotals;
  /** With reserved seating: claims by seat id. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** Purchases of the show by the `heldBy` of their seats. */
  readonly holders: ReadonlyMap<string, Holder>;
  /** For a show that keeps ledgers: tickets by user id. */
  readonly buyers: ReadonlyMap<string, BuyerTickets>;
  /** Differences in single records. */
  readonly differences: readonly AuditDifference[];
};

type FactCollector = {
  add(item: Item): void;
  facts(): SaleFacts;
};

/** Collects facts from the records of a show, one item of the Purchases table at a time. */
export function collectFacts(show: ShowRecord, seats: readonly AuditedSeat[]): FactCollector {
  let purchases = noPurchases;
  const hasLedgers = keepsLedger(show);
  const held = new Set(seats.flatMap(({ heldBy = [] }) => heldBy));
  const claims = new Map<string, Claim[]>();
  const holders = new Map<string, Holder>();
  const buyers = new Map<string, BuyerTickets>();
  const differences: AuditDifference[] = [];

  const addToBuyer = (userId: string, bought: number, ledger?: number): void => {
    const before = buyers.get(userId) ?? { bought: 0 };
    const after = { ...before, bought: before.bought + bought };
    buyers.set(userId, ledger === undefined ? after : { ...after, ledger });
  };
  const claim = (purchase: AuditedPurchase, ref: string): void => {
    // A seat that one purchase names twice is reported as a difference of that purchase.
    for (const seatId of new Set(purchase.seats)) {
      const others = claims.get(seatId) ?? [];
      claims.set(seatId, [...others, { purchaseId: purchase.purchaseId, ref }]);
    }
  };
  const addRead = (purchase: AuditedPurchase): void => {
    const { userId, recordKey, purchaseId, status, quantity = 0 } = purchase;
    const ref = purchaseRef(userId, recordKey);
    purchases = addPurchase(purchases, purchase);
    if (held.has(ref)) holders.set(ref, { purchaseId, status });
    if (status !== 'CONFIRMED') return;
    differences.push(...findPurchaseDifferences(show, purchase));
    if (show.seating === 'RESERVED') claim(purchase, ref);
    if (hasLedgers) addToBuyer(userId, quantity);
  };

  const addPurchaseItem = (item: Item): void => {
    const { success, data, error } = AuditedPurchase.safeParse(item);
    if (success) addRead(data);
    else differences.push(describeUnreadable('PURCHASE_UNREADABLE', 'Purchase', item, error));
  };
  const addLedgerItem = (item: Item): void => {
    const { success, data, error } = AuditedLedger.safeParse(item);
    if (success) addToBuyer(data.userId, 0, data.tickets);
    else differences.push(describeUnreadable('LEDGER_UNREADABLE', 'Ledger', item, error));
  };
  return {
    add: (item) => {
      const kind = getRecordKind(item);
      if (kind === 'purchase') addPurchaseItem(item);
      if (kind === 'ledger' && hasLedgers) addLedgerItem(item);
    },
    facts: () => ({ purchases, claims, holders, buyers, differences }),
  };
}

/** The totals of the purchases of a show. */
export type PurchaseTotals = {
  /** Tickets in CONFIRMED purchases. */
  readonly tickets: number;
  /** Revenue of CONFIRMED purchases, in minor units. */
  readonly revenue: number;
  readonly byStatus: Readonly<Record<AuditedPurchase['status'], number>>;
  /** Number of REJECTED purchases for each reason that occurs. */
  readonly byReason: Readonly<Partial<Record<RejectionReason, number>>>;
};

const noPurchases: PurchaseTotals = {
  tickets: 0,
  revenue: 0,
  byStatus: { CONFIRMED: 0, REJECTED: 0, FAILED: 0, CANCELLED: 0 },
  byReason: {},
};

function addPurchase(totals: PurchaseTotals, purchase: AuditedPurchase): PurchaseTotals {
  const { status, reason, quantity = 0, total } = purchase;
  const { byStatus, byReason } = totals;
  const isSold = status === 'CONFIRMED';
  return {
    tickets: totals.tickets + (isSold ? quantity : 0),
    // A confirmed purchase without a quantity or total counts as 0, so the counters show a
    // difference.
    revenue: totals.revenue + (isSold ? (total?.amount ?? 0) : 0),
    byStatus: { ...byStatus, [status]: byStatus[status] + 1 },
    byReason:
      reason === undefined ? byReason : { ...byReason, [reason]: (byReason[reason] ?? 0) + 1 },
  };
}
