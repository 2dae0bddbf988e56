import { keepsLedger } from '@willcall/domain';
import type { ShowRecord } from '../shows/show-record.ts';
import type { ShardCounters, ShowAndStock } from '../stock/read-stock.ts';
import type { AuditedSeat } from './audited-records.ts';
import type { BuyerTickets, SaleFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findSeatDifferences } from './seat-differences.ts';

/** What an audit has read of a show. */
type Books = {
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
  const ofStock = findStockDifferences({ capacity: show.capacity, stock });
  if (hasMoved(before, after)) return [stockMoved, ...ofStock];
  const available = sumCounter(stock, 'available');
  const { tickets, revenue } = facts.purchases;
  return [
    ...ofStock,
    ...compareCounter('SOLD_COUNTER', 'sold tickets', sumCounter(stock, 'sold'), tickets),
    ...compareCounter('REVENUE_COUNTER', 'revenue', sumCounter(stock, 'revenue'), revenue),
    ...facts.differences,
    ...(show.seating === 'RESERVED' ? findSeatDifferences({ show, seats, facts, available }) : []),
    ...findLedgerDifferences(show, facts.buyers),
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

function compareCounter(
  code: 'SOLD_COUNTER' | 'REVENUE_COUNTER',
  what: string,
  counted: number,
  recorded: number,
): AuditDifference[] {
  if (counted === recorded) return [];
  const message = `The counters say ${what} ${counted}, the confirmed purchases add up to ${recorded}.`;
  return [{ code, message }];
}

/** A show's books at one instant. */
type StockBooks = {
  readonly capacity: number;
  readonly stock: readonly ShardCounters[];
};

/** One of the counters, over all shards. */
export const sumCounter = (stock: readonly ShardCounters[], counter: keyof ShardCounters): number =>
  stock.reduce((sum, shard) => sum + shard[counter], 0);

/** What is wrong with the stock alone, whatever happens to it meanwhile; none when it is sound. */
export function findStockDifferences({ capacity, stock }: StockBooks): AuditDifference[] {
  return [...findWrongCapacity(capacity, stock), ...findNegativeCounters(stock)];
}

function findWrongCapacity(capacity: number, stock: readonly ShardCounters[]): AuditDifference[] {
  const left = sumCounter(stock, 'available');
  const sold = sumCounter(stock, 'sold');
  if (left + sold === capacity) return [];
  const message = `Stock left ${left} + sold ${sold} = ${left + sold}, but the capacity is ${capacity}.`;
  return [{ code: 'CAPACITY', message }];
}

function findNegativeCounters(stock: readonly ShardCounters[]): AuditDifference[] {
  const ofShards = stock.flatMap((shard, index) =>
    (['available', 'sold'] as const)
      .filter((counter) => shard[counter] < 0)
      .map((counter) => `Shard ${index} counts ${counter} ${shard[counter]}.`),
  );
  // A return may go to another shard than its sale came from: of money, only the sum says something.
  const revenue = sumCounter(stock, 'revenue');
  const ofMoney = revenue < 0 ? [`The shards' revenue adds up to ${revenue}.`] : [];
  return [...ofShards, ...ofMoney].map((message) => ({ code: 'NEGATIVE_COUNTER', message }));
}

type LimitedShow = Pick<ShowRecord, 'maxTicketsPerBuyer' | 'onePurchaseAtATime'>;

/** Every buyer whose ledger or limit their confirmed purchases contradict; none of a show without ledgers. */
function findLedgerDifferences(show: LimitedShow, buyers: SaleFacts['buyers']): AuditDifference[] {
  if (!keepsLedger(show)) return [];
  return [...buyers].flatMap(([userId, tickets]) => [
    ...compareLedger(userId, tickets),
    ...findExceededLimit(userId, tickets, show.maxTicketsPerBuyer),
  ]);
}

function compareLedger(userId: string, { bought, ledger }: BuyerTickets): AuditDifference[] {
  if ((ledger ?? 0) === bought) return [];
  const says = ledger === undefined ? 'there is no ledger' : `the ledger says ${ledger}`;
  const message = `Buyer ${userId}: the confirmed purchases hold ${bought}, but ${says}.`;
  return [{ code: 'LEDGER_TICKETS', message, userId }];
}

function findExceededLimit(
  userId: string,
  { bought }: BuyerTickets,
  limit = Number.POSITIVE_INFINITY,
): AuditDifference[] {
  if (bought <= limit) return [];
  const message = `Buyer ${userId} has ${bought} tickets, and the limit is ${limit}.`;
  return [{ code: 'LIMIT_EXCEEDED', message, userId }];
}
