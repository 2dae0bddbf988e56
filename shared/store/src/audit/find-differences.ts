import type { ShowAndStock } from '../stock/read-show-and-stock.ts';
import type { AuditDifference } from './audit-difference.ts';
import type { AuditedSeat } from './audited-records.ts';
import type { SaleFacts } from './collect-facts.ts';
import { ledgerDifferences } from './ledger-differences.ts';
import { seatDifferences } from './seat-differences.ts';
import { stockDifferences, sumOf } from './stock-differences.ts';

/** What an audit has read of a show. */
export type Books = {
  /** Before the records were read, and after. */
  readonly before: ShowAndStock;
  readonly after: ShowAndStock;
  /** Of a show with reserved seating; none of another. */
  readonly seats: readonly AuditedSeat[];
  readonly facts: SaleFacts;
};

/** Every way in which the records of a show contradict each other; none when they agree. */
export function findDifferences({ before, after, seats, facts }: Books): AuditDifference[] {
  const { show, stock } = after;
  const ofStock = stockDifferences({ capacity: show.capacity, stock });
  if (hasMoved(before, after)) return [stockMoved, ...ofStock];
  const available = sumOf(stock, 'available');
  const { tickets, revenue } = facts.purchases;
  return [
    ...ofStock,
    ...wrongCounter('SOLD_COUNTER', 'sold tickets', sumOf(stock, 'sold'), tickets),
    ...wrongCounter('REVENUE_COUNTER', 'revenue', sumOf(stock, 'revenue'), revenue),
    ...facts.differences,
    ...(show.seating === 'RESERVED' ? seatDifferences({ show, seats, facts, available }) : []),
    ...ledgerDifferences(show, facts.buyers),
  ];
}

const stockMoved: AuditDifference = {
  code: 'STOCK_MOVED',
  message: 'The stock changed while the purchases were read: audit again in a quiet moment.',
};

/** A sale and a return between the two looks may leave every counter as it was, but not `returns`. */
const hasMoved = (before: ShowAndStock, after: ShowAndStock): boolean =>
  before.show.returns !== after.show.returns ||
  before.show.capacity !== after.show.capacity ||
  after.stock.some(({ available, sold }, index) => {
    const earlier = before.stock[index];
    return earlier?.available !== available || earlier.sold !== sold;
  });

function wrongCounter(
  code: 'SOLD_COUNTER' | 'REVENUE_COUNTER',
  what: string,
  counted: number,
  recorded: number,
): AuditDifference[] {
  if (counted === recorded) return [];
  const message = `The counters say ${what} ${counted}, the confirmed purchases add up to ${recorded}.`;
  return [{ code, message }];
}
