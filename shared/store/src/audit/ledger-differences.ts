import { keepsLedger } from '@willcall/domain';
import { ledgerKey } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditedLedger } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import type { BuyerFacts, SaleFacts } from './sale-facts.ts';

type LimitedShow = Pick<
  ShowRecord,
  'showId' | 'maxTicketsPerBuyer' | 'onePurchaseAtATime' | 'payment'
>;

/** Finds a ledger that is stored under another show than it names, or that its show does not keep. */
export function findLedgerKeyFaults(
  show: LimitedShow,
  { userId, recordKey, showId }: AuditedLedger,
): AuditDifference[] {
  const key = ledgerKey(showId);
  const differences: AuditDifference[] = [];
  if (recordKey !== key) {
    const message = `The ledger of buyer ${userId} under ${recordKey} names show ${showId}, so it belongs under ${key}.`;
    differences.push({ code: 'LEDGER_KEY', message, userId });
  }
  if (recordKey === ledgerKey(show.showId) && !keepsLedger(show)) {
    const message = `Buyer ${userId} has a ledger, but show ${show.showId} does not limit its buyers.`;
    differences.push({ code: 'LEDGER_UNEXPECTED', message, userId });
  }
  return differences;
}

/**
 * Finds buyers whose ledger or limit contradicts their purchases. Empty if the show keeps no
 * ledgers.
 */
export function findLedgerDifferences(
  show: LimitedShow,
  buyers: SaleFacts['buyers'],
): AuditDifference[] {
  if (!keepsLedger(show)) return [];
  return [...buyers].flatMap(([userId, buyer]) => [
    ...compareTickets(userId, buyer),
    ...compareHolds(userId, buyer),
    ...compareLast(userId, buyer),
    ...findExceededLimit(userId, buyer, show.maxTicketsPerBuyer),
  ]);
}

function compareTickets(userId: string, { bought, ledger }: BuyerFacts): AuditDifference[] {
  if ((ledger?.tickets ?? 0) === bought) return [];
  const says = ledger === undefined ? 'there is no ledger' : `the ledger says ${ledger.tickets}`;
  const message = `Buyer ${userId}: ${says}, but the purchases add up to ${bought}.`;
  return [{ code: 'LEDGER_TICKETS', message, userId }];
}

/** Both are written in one transaction with the record of the purchase. */
function compareHolds(userId: string, { held, expired, ledger }: BuyerFacts): AuditDifference[] {
  const name = (message: string): AuditDifference[] => [
    { code: 'LEDGER_HOLD', message: `Buyer ${userId}: ${message}.`, userId },
  ];
  const open = ledger?.openHold;
  const isOpen = held.length === (open === undefined ? 0 : 1) && held[0] === open;
  const count = ledger?.expiredHolds ?? 0;
  return [
    ...(isOpen
      ? []
      : name(`the open hold is ${open ?? 'none'}, but ${held.join(' and ') || 'none'} is held`)),
    ...(count === expired
      ? []
      : name(`the ledger counts ${count} expired holds, but there are ${expired}`)),
  ];
}

/** The record of a purchase is written before or with its entry in the ledger. */
function compareLast(userId: string, { purchases, ledger }: BuyerFacts): AuditDifference[] {
  const purchaseId = ledger?.lastPurchaseId;
  if (ledger === undefined || purchaseId === undefined) return [];
  const name = (fault: string): AuditDifference[] => [
    {
      code: 'LEDGER_LAST',
      message: `Buyer ${userId}: the ledger's last purchase ${purchaseId} ${fault}.`,
      userId,
      purchaseId,
    },
  ];
  const last = purchases.get(purchaseId);
  if (last === undefined) return name('does not exist');
  const pairs = [
    ['status', ledger.lastStatus, last.status],
    ['requestedAt', ledger.lastRequestedAt, last.requestedAt],
    ['decidedAt', ledger.lastDecidedAt, last.decidedAt],
  ] as const;
  return pairs.flatMap(([field, says, is]) =>
    says === is ? [] : name(`has the ${field} ${is}, but the ledger says ${says}`),
  );
}

function findExceededLimit(
  userId: string,
  { bought }: BuyerFacts,
  limit = Number.POSITIVE_INFINITY,
): AuditDifference[] {
  if (bought <= limit) return [];
  const message = `Buyer ${userId} has ${bought} tickets, but the limit is ${limit}.`;
  return [{ code: 'LIMIT_EXCEEDED', message, userId }];
}
