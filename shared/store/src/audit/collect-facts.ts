import { keepsLedger } from '@willcall/domain';
import { ledgerKey, purchaseRef } from '../keys.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import {
  type AuditedLedger,
  type AuditedPurchase,
  type AuditedSeat,
  getRecordKind,
  readAuditedLedger,
  readAuditedPurchase,
} from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import { findLedgerKeyFaults } from './ledger-differences.ts';
import { findPurchaseDifferences } from './purchase-differences.ts';
import { addToTotals, noPurchases } from './purchase-totals.ts';
import type {
  BuyerFacts,
  Claim,
  DecidedPurchase,
  Holder,
  RecordedPurchase,
  RemindedFact,
  SaleFacts,
} from './sale-facts.ts';
import { addTaken, hasTickets, type Taken } from './taken.ts';

type RecordFacts = Omit<SaleFacts, 'journal'>;

type FactCollector = {
  /** Adds a record once, whatever it is read for. */
  add(item: Item): void;
  facts(): RecordFacts;
};

/** Collects facts from the records of a show, one item of the Purchases table at a time. */
export function collectFacts(
  show: ShowRecord,
  seats: readonly AuditedSeat[],
  clock: () => Date = () => new Date(),
): FactCollector {
  let purchases = noPurchases;
  let confirmed: AuditedPurchase | undefined;
  const hasLedgers = keepsLedger(show);
  const held = new Set(seats.flatMap(({ heldBy = [] }) => heldBy));
  const claims = new Map<string, Claim[]>();
  const holders = new Map<string, Holder>();
  const totals = new Map<string, AuditedPurchase>();
  const reminded = new Map<string, RemindedFact>();
  const buyers = new Map<
    string,
    BuyerFacts & { readonly purchases: Map<string, DecidedPurchase> }
  >();
  const owners = new Map<string, string>();
  const records = new Map<string, RecordedPurchase>();
  const unreadable = new Set<string>();
  const taken: Taken = new Map();
  const differences: AuditDifference[] = [];

  const getBuyer = (userId: string) =>
    buyers.get(userId) ?? {
      bought: 0,
      held: [],
      expired: 0,
      purchases: new Map<string, DecidedPurchase>(),
    };
  const addToBuyer = ({ userId, purchaseId, quantity = 0, ...decided }: AuditedPurchase): void => {
    const { status, requestedAt, decidedAt } = decided;
    const buyer = getBuyer(userId);
    buyer.purchases.set(purchaseId, { status, requestedAt, decidedAt });
    const bought = buyer.bought + (hasTickets({ status }) ? quantity : 0);
    const held = status === 'HELD' ? [...buyer.held, purchaseId] : buyer.held;
    const expired = buyer.expired + (status === 'EXPIRED' ? 1 : 0);
    buyers.set(userId, { ...buyer, bought, held, expired });
  };
  const claim = ({ seats: named, purchaseId, userId, recordKey }: AuditedPurchase, ref: string) => {
    // A seat that one purchase names twice is reported as a difference of that purchase.
    for (const seatId of new Set(named)) {
      const others = claims.get(seatId) ?? [];
      claims.set(seatId, [...others, { purchaseId, userId, recordKey, ref }]);
    }
  };
  const own = ({ purchaseId, userId, recordKey }: AuditedPurchase): void => {
    const ref = purchaseRef(userId, recordKey);
    const other = owners.get(purchaseId);
    owners.set(purchaseId, other ?? ref);
    if (other === undefined) return;
    const message = `Purchase ${purchaseId} is stored twice: as ${other} and as ${ref}.`;
    differences.push({ code: 'PURCHASE_DUPLICATE', message, purchaseId, userId });
  };
  const addPurchase = (purchase: AuditedPurchase): void => {
    const { userId, recordKey, purchaseId, status } = purchase;
    const ref = purchaseRef(userId, recordKey);
    records.set(ref, toRecordedPurchase(show.showId, purchase));
    // An entry or a seat may name a purchase of another show.
    if (purchase.showId !== show.showId) return;
    purchases = addToTotals(purchases, purchase);
    differences.push(...findPurchaseDifferences(show, purchase, clock()));
    own(purchase);
    if (held.has(ref)) holders.set(ref, { purchaseId, status });
    if (hasLedgers) addToBuyer(purchase);
    if (status === 'CONFIRMED' || purchase.reminder !== undefined)
      reminded.set(ref, toRemindedFact(purchase));
    if (!hasTickets(purchase)) return;
    if (status === 'CONFIRMED') confirmed ??= purchase;
    addTaken(taken, purchase);
    if (show.seating !== 'RESERVED') return;
    claim(purchase, ref);
    if (held.has(ref)) totals.set(ref, purchase);
  };
  const addLedger = (ledger: AuditedLedger): void => {
    const faults = findLedgerKeyFaults(show, ledger);
    differences.push(...faults);
    // A ledger under another show's key limits nobody here.
    if (!hasLedgers || ledger.recordKey !== ledgerKey(show.showId)) return;
    buyers.set(ledger.userId, { ...getBuyer(ledger.userId), ledger });
  };

  return {
    add: (item) => {
      const kind = getRecordKind(item);
      if (
        kind === 'purchase' &&
        !records.has(refOfItem(item)) &&
        !unreadable.has(refOfItem(item))
      ) {
        const { record, differences: unread } = readAuditedPurchase(item);
        differences.push(...unread);
        if (record === undefined) unreadable.add(refOfItem(item));
        else addPurchase(record);
      }
      if (kind === 'ledger') {
        const { record, differences: unread } = readAuditedLedger(item);
        differences.push(...unread);
        if (record !== undefined) addLedger(record);
      }
    },
    facts: () => ({
      ...{
        purchases,
        claims,
        holders,
        totals,
        buyers,
        reminded,
        records,
        unreadable,
        taken,
        differences,
      },
      ...(confirmed === undefined ? {} : { confirmed }),
    }),
  };
}

const refOfItem = ({ userId, recordKey }: Item): string =>
  purchaseRef(String(userId), String(recordKey));

function toRecordedPurchase(showId: string, purchase: AuditedPurchase): RecordedPurchase {
  const { userId, purchaseId, status, quantity, total, from } = purchase;
  const { heldFrom, holdUntil, paidAt } = purchase;
  return {
    ...{ userId, purchaseId, status, quantity, total: total?.amount, from },
    ...{ heldFrom, holdUntil, paidAt },
    ...(purchase.showId === showId ? {} : { otherShow: purchase.showId ?? 'none' }),
  };
}

export const toRemindedFact = (purchase: AuditedPurchase): RemindedFact => {
  const { userId, recordKey, purchaseId, status, reminder } = purchase;
  const { reminderLeadSeconds, cancelledAt, erasedAt } = purchase;
  // A purchase that was held gets its reminder when it is paid.
  const decidedAt = purchase.paidAt ?? purchase.decidedAt;
  return {
    ...{ userId, recordKey, purchaseId, status, reminder },
    ...{ reminderLeadSeconds, decidedAt, cancelledAt, erasedAt },
  };
};
