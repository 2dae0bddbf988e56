import type { ShowAudit } from '@willcall/store';
import {
  formatReconciliation,
  type ReconciliationReport,
} from '../../payments/reconcile-report.ts';
import { padLabel } from '../../sale/report-lines.ts';
import { countEach } from '../../sale/tally.ts';
import type { DemoOptions } from '../sell.ts';
import type { Asked } from './buyer.ts';

/** The answer to one request, and for how many tickets it was. */
export type AskedFor = { readonly answer: Asked; readonly quantity: number };

/** What became of the purchases whose tickets were held. */
type HoldCounts = {
  readonly paidInTime: number;
  /** Those that were paid late included. */
  readonly expired: number;
  /** Paid late, and there were still tickets. */
  readonly lateSold: number;
  /** Paid late, and there were none. */
  readonly lateRefunded: number;
};

export type PaidSale = {
  readonly asked: readonly AskedFor[];
  readonly counts: HoldCounts;
  /** How far the clock of the stack moved. */
  readonly minutes: number;
  readonly audit: ShowAudit;
  /** What became of the money at the provider. */
  readonly reconciliation: ReconciliationReport;
};

/** The result of a paid demo, as `--json` prints it. */
export type PaidReport = Pick<DemoOptions, 'tickets' | 'buyers' | 'quantity' | 'seed'> &
  HoldCounts &
  Omit<PaidSale, 'asked' | 'counts'> & {
    /** Purchases whose tickets were held. */
    readonly held: number;
    /** Buyers who were told that the show is sold out. */
    readonly soldOut: number;
    readonly faults: readonly string[];
    /** Whether the audit holds and there are no faults. */
    readonly ok: boolean;
  };

export const makePaidReport = (
  { tickets, buyers, quantity, seed }: DemoOptions,
  { asked, counts, minutes, audit, reconciliation }: PaidSale,
): PaidReport => {
  const refused = asked.filter(({ answer }) => answer.kind === 'sold out');
  const faults = [
    ...findUnexpected(asked),
    ...findWrongMoney(reconciliation, audit),
    ...findUnsold(
      refused.map(({ quantity: tickets }) => tickets),
      audit,
    ),
  ];
  return {
    ...{ tickets, buyers, quantity, seed },
    held: asked.filter(({ answer }) => answer.kind === 'held').length,
    ...counts,
    soldOut: refused.length,
    ...{ minutes, audit, reconciliation, faults },
    ok: audit.holds && faults.length === 0,
  };
};

const findUnexpected = (asked: readonly AskedFor[]): string[] => {
  const answers = asked.flatMap(({ answer }) =>
    answer.kind === 'unexpected' ? [answer.answer] : [],
  );
  return Object.entries(countEach(answers)).map(
    ([answer, number]) => `${number} buyers got an unexpected answer: ${answer}.`,
  );
};

/** All money was taken for tickets that are valid, or was given back. */
const findWrongMoney = (
  { money, agrees }: ReconciliationReport,
  { revenue: { amount, currency } }: ShowAudit,
): string[] => {
  const { taken = 0, refunded = 0 } = money[currency] ?? {};
  const kept = taken - refunded;
  return [
    ...(agrees ? [] : ['Money and purchases differ.']),
    ...(kept === amount
      ? []
      : [`The provider kept ${kept} for tickets worth ${amount}, in minor units.`]),
  ];
};

/** Nothing is held any more, so who was told "sold out" must find nothing that would have been enough. */
const findUnsold = (refused: readonly number[], { available, held }: ShowAudit): string[] => {
  const stillHeld = held === 0 ? [] : [`${held} tickets are still held.`];
  if (refused.length === 0 || Math.min(...refused) > available) return stillHeld;
  return [...stillHeld, `A purchase was refused as SOLD_OUT, but ${available} tickets are left.`];
};

/** Formats the report for people. */
export const formatPaidReport = (report: PaidReport): string => {
  const { tickets, buyers, held, paidInTime, expired, lateSold, lateRefunded } = report;
  const { soldOut, minutes, audit, reconciliation, faults } = report;
  return [
    `${tickets} tickets, ${buyers} buyers. A third do not pay, a tenth pay late.`,
    '',
    `${padLabel('Held')}${held} purchases`,
    `${padLabel('Paid in time')}${paidInTime}`,
    `${padLabel('Expired')}${expired}, of which ${lateSold + lateRefunded} were paid late`,
    `${padLabel('Paid late')}${lateSold} got tickets, ${lateRefunded} got their money back`,
    `${padLabel('Rejected')}${soldOut} SOLD_OUT`,
    `${padLabel('Sold')}${audit.tickets} tickets in ${paidInTime + lateSold} purchases`,
    '',
    formatReconciliation(reconciliation),
    `stock left ${audit.available} + held ${audit.held} + sold ${audit.sold} = capacity ${audit.capacity}`,
    `The clock of the stack moved ${minutes} minutes, so that holds expired.`,
    ...audit.differences.map(({ code, message }) => `${code}: ${message}`),
    ...faults,
    audit.holds ? 'The audit holds.' : 'THE AUDIT DOES NOT HOLD.',
  ].join('\n');
};
