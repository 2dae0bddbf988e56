import type { ShowAudit } from '@willcall/store';
import type { Tally } from './tally.ts';

/**
 * What went wrong in a sale as its buyers saw it, besides what the audit of the records says; a
 * sentence each. In a demo nothing but the stock may refuse a purchase.
 */
export const findFaults = (
  told: Tally,
  { tickets, available }: Pick<ShowAudit, 'tickets' | 'available'>,
): string[] => {
  const faults: string[] = [];
  if (told.undecided > 0) faults.push(`${told.undecided} buyers had no decision in time.`);
  for (const [answer, buyers] of Object.entries(told.unexpected)) {
    faults.push(`${buyers} buyers got an unexpected answer: ${answer}.`);
  }
  for (const [reason, buyers] of Object.entries(told.rejected)) {
    if (reason !== 'SOLD_OUT') faults.push(`${buyers} buyers were rejected: ${reason}.`);
  }
  if (told.failed > 0) faults.push(`${told.failed} purchases FAILED.`);
  if (told.cancelled > 0) faults.push(`${told.cancelled} purchases were CANCELLED.`);
  return [...faults, ...wrongSales(told, tickets, available)];
};

/** With an undecided or unexpected end nobody can say what should have been sold. */
const wrongSales = (told: Tally, tickets: number, available: number): string[] => {
  if (told.undecided > 0 || Object.keys(told.unexpected).length > 0) return [];
  if (told.soldTickets !== tickets) {
    return [`Buyers were told of ${told.soldTickets} tickets, the records hold ${tickets}.`];
  }
  const { smallestSoldOut: refused, asked } = told;
  if (refused !== null && refused <= available) {
    return [`A purchase of ${refused} was refused as SOLD_OUT and ${available} tickets are left.`];
  }
  if (refused === null && tickets !== asked) {
    return [`Nobody was refused, and of ${asked} tickets asked for ${tickets} were sold.`];
  }
  return [];
};
