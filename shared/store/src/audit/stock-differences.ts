import type { ShowRecord } from '../shows/show-record.ts';
import type { ShardCounters, ShowAndStock } from '../stock/read-stock.ts';
import type { AuditDifference } from './differences.ts';
import type { SaleFacts } from './sale-facts.ts';

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

/** Every transaction that returns tickets clears the latch, so both hold at every instant. */
function findWrongLatch(
  { soldOutAt }: CountedShow,
  stock: readonly ShardCounters[],
): AuditDifference[] {
  const left = sumCounter(stock, 'available');
  if (soldOutAt === undefined || left <= 0) return [];
  const message = `The sold-out latch is set since ${soldOutAt}, but ${left} tickets are left.`;
  return [{ code: 'LATCH', message }];
}

/** Compares the counters with the sums of the records. The sale must not move meanwhile. */
export function compareCounters(
  { show, stock }: ShowAndStock,
  { tickets, revenue, returned }: SaleFacts['purchases'],
): AuditDifference[] {
  const compare = (
    code: 'SOLD_COUNTER' | 'REVENUE_COUNTER',
    what: 'sold' | 'revenue',
    recorded: number,
  ): AuditDifference[] => {
    const counted = sumCounter(stock, what);
    if (counted === recorded) return [];
    const message = `The counters report ${what} = ${counted}, but the confirmed purchases add up to ${recorded}.`;
    return [{ code, message }];
  };
  return [
    ...compare('SOLD_COUNTER', 'sold', tickets),
    ...compare('REVENUE_COUNTER', 'revenue', revenue),
    ...compareReturns(show, returned),
  ];
}

/** A higher capacity and new seats count as returns too, so there may be more of them. */
function compareReturns({ returns }: Pick<ShowRecord, 'returns'>, returned: number) {
  if (returns >= returned) return [];
  const message = `The show counts ${returns} returns, but ${returned} purchases were cancelled after their sale.`;
  return [{ code: 'RETURNS_COUNTER' as const, message }];
}
