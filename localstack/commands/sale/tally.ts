import type { DecidedPurchase } from '@willcall/contracts';
import type { ShowAudit } from '@willcall/store';

/** The experience of one buyer. */
export type BuyerOutcome = {
  readonly quantity: number;
  /** How long the API took for the 202, once the request had a connection. Absent without a 202. */
  readonly acceptMs?: number;
  /** From wanting to buy to the 202, including waits and repeated requests. Absent without a 202. */
  readonly acceptWaitMs?: number;
  /** From wanting to buy to learning the decision. Absent without one. */
  readonly decisionWaitMs?: number;
  readonly end:
    | { readonly kind: 'decided'; readonly decision: Decision }
    /** Refused at once, without a record. */
    | { readonly kind: 'refused'; readonly reason: 'SOLD_OUT' }
    | { readonly kind: 'undecided' }
    | { readonly kind: 'unexpected'; readonly answer: string };
};

/** The decision that a buyer received. */
export type Decision = Pick<
  DecidedPurchase,
  'status' | 'reason' | 'quantity' | 'requestedAt' | 'decidedAt'
>;

/** Counts of the answers that buyers received. */
export type Tally = {
  /** Tickets that all buyers together requested. */
  readonly asked: number;
  readonly soldTickets: number;
  readonly soldPurchases: number;
  /** Rejections by reason, with or without a record. */
  readonly rejected: Readonly<Record<string, number>>;
  readonly failed: number;
  readonly cancelled: number;
  readonly undecided: number;
  /** Unexpected answers, each with its number of buyers. */
  readonly unexpected: Readonly<Record<string, number>>;
  /** Tickets in the smallest purchase that was refused as sold out. Null if none was. */
  readonly smallestSoldOut: number | null;
};

export const tallyOutcomes = (outcomes: readonly BuyerOutcome[]): Tally => {
  const decisions = outcomes.flatMap(({ end }) => (end.kind === 'decided' ? [end.decision] : []));
  const ofStatus = (status: Decision['status']) =>
    decisions.filter((decision) => decision.status === status);
  const sold = ofStatus('CONFIRMED');
  const rejected = [
    ...ofStatus('REJECTED'),
    ...outcomes.flatMap(({ quantity, end }) =>
      end.kind === 'refused' ? [{ reason: end.reason, quantity }] : [],
    ),
  ];
  const soldOut = rejected.filter(({ reason }) => reason === 'SOLD_OUT');
  return {
    asked: sumQuantities(outcomes),
    soldTickets: sumQuantities(sold),
    soldPurchases: sold.length,
    rejected: countEach(rejected.map(({ reason }) => reason ?? 'without a reason')),
    failed: ofStatus('FAILED').length,
    cancelled: ofStatus('CANCELLED').length,
    undecided: outcomes.filter(({ end }) => end.kind === 'undecided').length,
    unexpected: countEach(
      outcomes.flatMap(({ end }) => (end.kind === 'unexpected' ? [end.answer] : [])),
    ),
    smallestSoldOut:
      soldOut.length === 0 ? null : Math.min(...soldOut.flatMap(({ quantity }) => quantity ?? [])),
  };
};

/** A FAILED purchase can lack a quantity. */
const sumQuantities = (purchases: readonly { readonly quantity?: number }[]): number =>
  purchases.reduce((total, { quantity = 0 }) => total + quantity, 0);

/** Counts how often each name occurs. */
export const countEach = (names: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
};

/**
 * Finds the faults that buyers saw and the audit of the records cannot find. Returns a sentence for
 * each. In a demo only sold-out stock may refuse a purchase.
 */
export const findFaults = (
  tally: Tally,
  { tickets, available }: Pick<ShowAudit, 'tickets' | 'available'>,
): string[] => {
  const faults: string[] = [];
  if (tally.undecided > 0) faults.push(`${tally.undecided} buyers got no decision in time.`);
  for (const [answer, buyers] of Object.entries(tally.unexpected)) {
    faults.push(`${buyers} buyers got an unexpected answer: ${answer}.`);
  }
  for (const [reason, buyers] of Object.entries(tally.rejected)) {
    if (reason !== 'SOLD_OUT') faults.push(`${buyers} buyers were rejected: ${reason}.`);
  }
  if (tally.failed > 0) faults.push(`${tally.failed} purchases FAILED.`);
  if (tally.cancelled > 0) faults.push(`${tally.cancelled} purchases were CANCELLED.`);
  return [...faults, ...findWrongSales(tally, tickets, available)];
};

/** After an undecided or unexpected outcome, the expected number of sold tickets is unknown. */
const findWrongSales = (tally: Tally, tickets: number, available: number): string[] => {
  if (tally.undecided > 0 || Object.keys(tally.unexpected).length > 0) return [];
  if (tally.soldTickets !== tickets) {
    return [`Buyers received ${tally.soldTickets} tickets, but the records contain ${tickets}.`];
  }
  const { smallestSoldOut: refused, asked } = tally;
  if (refused !== null && refused <= available) {
    return [
      `A purchase of ${refused} was rejected as SOLD_OUT, but ${available} tickets are left.`,
    ];
  }
  if (refused === null && tickets !== asked) {
    return [
      `No purchase was rejected, but only ${tickets} of ${asked} requested tickets were sold.`,
    ];
  }
  return [];
};
