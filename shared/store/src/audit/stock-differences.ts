import { shardKeys } from '../keys.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { ShowAndStock } from '../stock/show-and-stock.ts';
import type { ShardCounters } from '../stock/stock-shards.ts';
import type { AuditDifference } from './differences.ts';
import type { SaleFacts } from './sale-facts.ts';
import type { Taken } from './taken.ts';

/** Sums a counter over all shards. */
export const sumCounter = (stock: readonly ShardCounters[], counter: keyof ShardCounters): number =>
  stock.reduce((sum, shard) => sum + shard[counter], 0);

type CountedShow = Pick<ShowRecord, 'capacity' | 'soldOutAt'>;

/** Finds differences in the stock alone, at one instant. Concurrent sales do not affect it. */
export const findStockDifferences = (
  show: CountedShow,
  stock: readonly ShardCounters[],
): AuditDifference[] => [
  ...findWrongCapacity(show, stock),
  ...findNegativeCounters(stock),
  ...findWrongLatch(show, stock),
];

function findWrongCapacity(
  { capacity }: CountedShow,
  stock: readonly ShardCounters[],
): AuditDifference[] {
  const left = sumCounter(stock, 'available');
  const held = sumCounter(stock, 'held');
  const sold = sumCounter(stock, 'sold');
  const all = left + held + sold;
  if (all === capacity) return [];
  const message = `Available ${left} + held ${held} + sold ${sold} = ${all}, but the capacity is ${capacity}.`;
  return [{ code: 'CAPACITY', message }];
}

function findNegativeCounters(stock: readonly ShardCounters[]): AuditDifference[] {
  return stock.flatMap((shard, index) =>
    (['available', 'held', 'sold', 'revenue'] as const)
      .filter((counter) => shard[counter] < 0)
      .map((counter) => ({
        code: 'NEGATIVE_COUNTER',
        message: `Stock shard ${index} has ${counter} = ${shard[counter]}.`,
      })),
  );
}

/**
 * Every transaction that returns tickets clears the latch, or the show is cancelled, which clears it for ever.
 * So both hold at every instant.
 */
function findWrongLatch(
  { soldOutAt }: CountedShow,
  stock: readonly ShardCounters[],
): AuditDifference[] {
  const left = sumCounter(stock, 'available') + sumCounter(stock, 'held');
  if (soldOutAt === undefined || left <= 0) return [];
  const message = `The sold-out latch is set since ${soldOutAt}, but ${left} tickets are left or held.`;
  return [{ code: 'LATCH', message }];
}

/** Compares the counters with the sums of the records. The sale must not move meanwhile. */
export const compareCounters = (
  { show, stock }: ShowAndStock,
  { purchases, taken }: Pick<SaleFacts, 'purchases' | 'taken'>,
): AuditDifference[] => [
  ...compareTaken({ show, stock }, taken),
  ...compareReturns(show, purchases.returned),
];

/** A purchase names the shards that its tickets are from. Its total was counted in the first. */
const compareTaken = ({ show, stock }: ShowAndStock, taken: Taken): AuditDifference[] =>
  shardKeys(show).flatMap((key, shard) =>
    counters.flatMap(([code, counter]) => {
      const counted = stock[shard]?.[counter];
      const sum = taken.get(shard)?.[counter] ?? 0;
      if (counted === sum) return [];
      const message = `Stock shard ${key} has ${counter} = ${counted}, but the purchases from it add up to ${sum}.`;
      return [{ code, message }];
    }),
  );

const counters = [
  ['HELD_COUNTER', 'held'],
  ['SOLD_COUNTER', 'sold'],
  ['REVENUE_COUNTER', 'revenue'],
] as const;

/**
 * A higher capacity and new seats count as returns too, so there may be more of them. After its
 * cancellation, a show does not count returns.
 */
function compareReturns(
  { returns, cancelledAt }: Pick<ShowRecord, 'returns' | 'cancelledAt'>,
  returned: number,
) {
  if (cancelledAt !== undefined || returns >= returned) return [];
  const message = `The show counts ${returns} returns, but ${returned} purchases were cancelled after their sale.`;
  return [{ code: 'RETURNS_COUNTER' as const, message }];
}
