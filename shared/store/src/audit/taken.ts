import type { ShardCounters } from '../stock/stock-shards.ts';
import type { AuditedPurchase } from './audited-records.ts';

/** What purchases took from each shard: tickets, and the price of all tickets in minor units. */
export type Taken = Map<number, Pick<ShardCounters, 'sold' | 'revenue'>>;

/** Adds what a purchase took: its tickets by shard, and its total to the first of them. */
export function addTaken(
  taken: Taken,
  from: NonNullable<AuditedPurchase['from']>,
  total: number,
): void {
  from.forEach(([shard, tickets], index) => {
    const { sold, revenue } = taken.get(shard) ?? { sold: 0, revenue: 0 };
    const price = index === 0 ? total : 0;
    taken.set(shard, { sold: sold + tickets, revenue: revenue + price });
  });
}
