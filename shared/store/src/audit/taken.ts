import type { ShardCounters } from '../stock/stock-shards.ts';
import type { AuditedPurchase } from './audited-records.ts';

/** What purchases took from each shard: held and sold tickets, and the price of all sold ones in minor units. */
export type Taken = Map<number, Pick<ShardCounters, 'held' | 'sold' | 'revenue'>>;

/** Adds what a held or sold purchase took: its tickets by shard, and the total of a sold one to the first of them. */
export function addTaken(
  taken: Taken,
  { status, from = [], total }: Pick<AuditedPurchase, 'status' | 'from' | 'total'>,
): void {
  const isHeld = status === 'HELD';
  for (const [index, [shard, tickets]] of from.entries()) {
    const { held, sold, revenue } = taken.get(shard) ?? { held: 0, sold: 0, revenue: 0 };
    const price = index === 0 && !isHeld ? (total?.amount ?? 0) : 0;
    taken.set(shard, {
      held: held + (isHeld ? tickets : 0),
      sold: sold + (isHeld ? 0 : tickets),
      revenue: revenue + price,
    });
  }
}

/** Whether a purchase has its tickets, or holds them until they are paid. */
export const hasTickets = ({ status }: Pick<AuditedPurchase, 'status'>): boolean =>
  status === 'CONFIRMED' || status === 'HELD';
