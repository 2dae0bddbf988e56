import { keepsLedger } from '@willcall/domain';
import type { ShowRecord } from '../shows/show-record.ts';
import type { ShardCounters, ShowAndStock } from '../stock/read-stock.ts';
import type { AuditedSeat } from './audited-records.ts';
import type { BuyerTickets, SaleFacts } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { findSeatDifferences } from './seat-differences.ts';

/** Everything that an audit reads. */
type Books = {
  /** The show and its stock before and after the records were read. */
  readonly before: ShowAndStock;
  readonly after: ShowAndStock;
  /** Empty without reserved seating. */
  readonly seats: readonly AuditedSeat[];
  readonly facts: SaleFacts;
};

/** Finds all contradictions between the records of a show. Empty if they agree. */
export function findDifferences({ before, after, seats, facts }: Books): AuditDifference[] {
  const { show, stock } = after;
  const ofStock = findStockDifferences({ capacity: show.capacity, stock });
  if (hasMoved(before, after)) return [stockMoved, ...ofStock];
  const available = sumCounter(stock, 'available');
  const { tickets, revenue } = facts.purchases;
  return [
    ...ofStock,
    ...compareCounter('SOLD_COUNTER', 'sold', sumCounter(stock, 'sold'), tickets),
    ...compareCounter('REVENUE_COUNTER', 'revenue', sumCounter(stock, 'revenue'), revenue),
    ...facts.differences,
    ...(show.seating === 'RESERVED' ? findSeatDifferences({ show, seats, facts, available }) : []),
    ...findLedgerDifferences(show, facts.buyers),
  ];
}

const stockMoved: AuditDifference = {
  code: 'STOCK_MOVED',
  message:
    'The stock changed while the purchases were read. Run the audit again when there are fewer sales.',
};

/**
 * A sale and a return between the two reads can leave the counters unchanged, but not `returns`.
 */
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
  const message = `The counters report ${what} = ${counted}, but the confirmed purchases add up to ${recorded}.`;
  return [{ code, message }];
}

/** The capacity and the stock of a show at one instant. */
type StockBooks = {
  readonly capacity: number;
  readonly stock: readonly ShardCounters[];
};

/** Sums a counter over all shards. */
export const sumCounter = (stock: readonly ShardCounters[], counter: keyof ShardCounters): number =>
  stock.reduce((sum, shard) => sum + shard[counter], 0);

/** Finds differences in the stock alone. Concurrent sales do not affect it. */
export function findStockDifferences({ capacity, stock }: StockBooks): AuditDifference[] {
  return [...findWrongCapacity(capacity, stock), ...findNegativeCounters(stock)];
}

function findWrongCapacity(capacity: number, stock: readonly ShardCounters[]): AuditDifference[] {
  const left = sumCounter(stock, 'available');
  const sold = sumCounter(stock, 'sold');
  if (left + sold === capacity) return [];
  const message = `Available ${left} + sold ${sold} = ${left + sold}, but the capacity is ${capacity}.`;
  return [{ code: 'CAPACITY', message }];
}

function findNegativeCounters(stock: readonly ShardCounters[]): AuditDifference[] {
  const ofShards = stock.flatMap((shard, index) =>
    (['available', 'sold'] as const)
      .filter((counter) => shard[counter] < 0)
      .map((counter) => `Stock shard ${index} has ${counter} = ${shard[counter]}.`),
  );
  // A return may go to a different shard than its sale, so only the sum of the revenue is
  // meaningful.
  const revenue = sumCounter(stock, 'revenue');
  const ofMoney = revenue < 0 ? [`The revenue of all stock shards adds up to ${revenue}.`] : [];
  return [...ofShards, ...ofMoney].map((message) => ({ code: 'NEGATIVE_COUNTER', message }));
}

type LimitedShow = Pick<ShowRecord, 'maxTicketsPerBuyer' | 'onePurchaseAtATime'>;

/**
 * Finds buyers whose ledger or limit contradicts their confirmed purchases. Empty if the show keeps
 * no ledgers.
 */
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
  const message = `Buyer ${userId}: ${says}, but the confirmed purchases add up to ${bought}.`;
  return [{ code: 'LEDGER_TICKETS', message, userId }];
}

function findExceededLimit(
  userId: string,
  { bought }: BuyerTickets,
  limit = Number.POSITIVE_INFINITY,
): AuditDifference[] {
  if (bought <= limit) return [];
  const message = `Buyer ${userId} has ${bought} tickets, but the limit is ${limit}.`;
  return [{ code: 'LIMIT_EXCEEDED', message, userId }];
}
