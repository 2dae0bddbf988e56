import { readStock } from '@willcall/store';
import type { SoundBooks } from '../../../support/audit/sound-books.ts';
import {
  addToShard,
  countAsSold,
  firstShardOf,
  keyOf,
  shardOf,
  showKey,
  type Tampering,
} from '../../../support/audit/tampering.ts';

const AT = '2031-01-01T00:00:00.000Z';

const settlementOf = ({ show }: SoundBooks) => ({ showId: `#settlement#${show.showId}` });

/** Settles the show as the show jobs do, with so many tickets too many. */
async function settle(books: SoundBooks, tooMany: number): Promise<void> {
  const stock = await readStock(books.sale.store, books.show);
  const sum = (counter: 'available' | 'sold' | 'revenue') =>
    stock.reduce((total, shard) => total + shard[counter], 0);
  for (const shard of stock.keys())
    await books.set('stock', shardOf(books, shard), { settledAt: AT });
  await books.set('shows', settlementOf(books), {
    startMonth: '#settled',
    counted: {
      available: sum('available'),
      sold: sum('sold') + tooMany,
      revenue: sum('revenue'),
    },
  });
}

export const stockTamperings: readonly Tampering[] = [
  {
    item: 'CAPACITY',
    what: 'a ticket too many',
    tamper: (books) => addToShard(books, 1, { available: 1 }),
    says: () => 'but the capacity is 10',
    also: ['JOURNAL_AVAILABLE'],
  },
  {
    item: 'CAPACITY',
    what: 'a capacity that its stock does not have',
    tamper: (books) => books.set('shows', showKey(books), { capacity: 11 }),
    says: () => 'but the capacity is 11',
  },
  {
    item: 'NEGATIVE_COUNTER',
    what: 'a shard below zero that another makes up for',
    tamper: async (books) => {
      await addToShard(books, 0, { available: -20 });
      await addToShard(books, 1, { available: 20 });
    },
    says: () => 'Stock shard 0',
    also: ['JOURNAL_AVAILABLE'],
  },
  {
    item: 'NEGATIVE_COUNTER',
    what: 'a revenue below zero',
    tamper: (books) => addToShard(books, 0, { revenue: -100_000 }),
    says: () => 'Stock shard 0 has revenue =',
    also: ['JOURNAL_REVENUE', 'REVENUE_COUNTER'],
  },
  {
    item: 'STOCK_MISSING',
    what: 'a missing shard',
    tamper: (books) => books.remove('stock', shardOf(books, 1)),
    says: (books) => shardOf(books, 1).bucketKey,
  },
  {
    item: 'RECORD_UNREADABLE',
    what: 'a shard that cannot be read, with its table and key',
    tamper: (books) => books.set('stock', shardOf(books, 1), { sold: 'many' }),
    says: (books) => `sold (table stock, bucketKey ${shardOf(books, 1).bucketKey})`,
  },
  {
    item: 'LATCH',
    what: 'a sold-out latch while tickets are left',
    tamper: (books) => books.set('shows', showKey(books), { soldOutAt: AT }),
    says: () => '5 tickets are left',
  },
  {
    item: 'STOCK_SPARE',
    what: 'a shard beyond those of the show',
    tamper: (books) =>
      books.put('stock', { ...shardOf(books, 7), available: 3, sold: 0, revenue: 0 }),
    says: (books) => shardOf(books, 7).bucketKey,
  },
  {
    item: 'HELD_COUNTER',
    what: 'a held ticket that is counted as available',
    kind: 'paid',
    tamper: (books) => addToShard(books, firstShardOf(books.ben), { available: 1, held: -1 }),
    says: () => 'but the purchases from it add up to',
    also: ['JOURNAL_AVAILABLE', 'JOURNAL_HELD'],
  },
  {
    item: 'SOLD_COUNTER',
    what: 'tickets that are counted as sold and in no purchase',
    tamper: (books) => countAsSold(books, 1, 0),
    says: () => 'but the purchases from it add up to',
    also: ['JOURNAL_AVAILABLE', 'JOURNAL_SOLD'],
  },
  {
    item: 'SOLD_COUNTER',
    what: 'a purchase that is not in the counters',
    tamper: (books) => books.remove('purchases', keyOf(books.ben)),
    also: ['REVENUE_COUNTER', 'JOURNAL_PURCHASE_MISSING', 'REMINDER_WITHOUT_PURCHASE'],
    ofShow: ['SOLD_COUNTER', 'REVENUE_COUNTER', 'JOURNAL_PURCHASE_MISSING'],
  },
  {
    item: 'REVENUE_COUNTER',
    what: 'revenue that nobody paid',
    tamper: (books) => addToShard(books, 0, { revenue: 1 }),
    says: () => 'but the purchases from it add up to',
    also: ['JOURNAL_REVENUE'],
  },
  {
    item: 'SETTLEMENT',
    what: 'a show without a settlement',
    tamper: (books) => books.remove('shows', settlementOf(books)),
    says: (books) => `${settlementOf(books).showId} does not exist`,
  },
  {
    item: 'SETTLEMENT',
    what: 'a settlement that cannot be read',
    tamper: (books) => books.set('shows', settlementOf(books), { settling: 'once' }),
    says: () => 'cannot be read: settling',
  },
  {
    item: 'SETTLEMENT',
    what: 'a settlement with fewer shards than the show',
    tamper: (books) => books.set('shows', settlementOf(books), { buckets: 1 }),
    says: () => 'has 1 shards',
  },
  {
    item: 'SETTLEMENT',
    what: 'a settlement in another currency',
    tamper: (books) => books.set('shows', settlementOf(books), { currency: 'USD' }),
    says: () => 'is in USD',
  },
  {
    item: 'SETTLED_MARKS',
    what: 'a mark on a shard of a show that is not settled',
    tamper: (books) => books.set('stock', shardOf(books, 1), { settledAt: AT }),
    says: () => 'Stock shard 1 is marked',
  },
  {
    item: 'SETTLED_MARKS',
    what: 'a shard without a mark of a settled show',
    tamper: async (books) => {
      await settle(books, 0);
      await books.set('stock', shardOf(books, 1), { settledAt: undefined });
    },
    says: () => 'Stock shard 1 has no mark',
  },
  {
    item: 'SETTLED_SUM',
    what: 'a settled show that counts a ticket too many',
    tamper: (books) => settle(books, 1),
    says: () => 'counts sold =',
  },
  {
    item: 'RETURNS_COUNTER',
    what: 'a return that was not counted',
    tamper: (books) => books.set('shows', showKey(books), { returns: 0 }),
    says: () => '0 returns, but 1 purchases',
  },
];
