import { keepsLedger } from '@willcall/domain';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditDifference } from './audit-difference.ts';
import type { BuyerTickets, SaleFacts } from './collect-facts.ts';

type LimitedShow = Pick<ShowRecord, 'maxTicketsPerBuyer' | 'onePurchaseAtATime'>;

/** Every buyer whose ledger or limit their confirmed purchases contradict; none of a show without ledgers. */
export function ledgerDifferences(
  show: LimitedShow,
  buyers: SaleFacts['buyers'],
): AuditDifference[] {
  if (!keepsLedger(show)) return [];
  return [...buyers].flatMap(([userId, tickets]) => [
    ...wrongLedger(userId, tickets),
    ...aboveLimit(userId, tickets, show.maxTicketsPerBuyer),
  ]);
}

function wrongLedger(userId: string, { bought, ledger }: BuyerTickets): AuditDifference[] {
  if ((ledger ?? 0) === bought) return [];
  const says = ledger === undefined ? 'there is no ledger' : `the ledger says ${ledger}`;
  const message = `Buyer ${userId}: the confirmed purchases hold ${bought}, but ${says}.`;
  return [{ code: 'LEDGER_TICKETS', message, userId }];
}

function aboveLimit(
  userId: string,
  { bought }: BuyerTickets,
  limit = Number.POSITIVE_INFINITY,
): AuditDifference[] {
  if (bought <= limit) return [];
  const message = `Buyer ${userId} has ${bought} tickets, and the limit is ${limit}.`;
  return [{ code: 'LIMIT_EXCEEDED', message, userId }];
}
