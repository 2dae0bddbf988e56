import {
  addToShard,
  countAsSold,
  keyOf,
  shardOf,
  showKey,
  type Tampering,
} from '../../../support/audit/tampering.ts';

const AT = '2031-01-01T00:00:00.000Z';

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
    item: 'SOLD_COUNTER',
    what: 'tickets that are counted as sold and in no purchase',
    tamper: (books) => countAsSold(books, 1, 0),
    says: () => 'but the confirmed purchases from it add up to',
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
    says: () => 'but the confirmed purchases from it add up to',
    also: ['JOURNAL_REVENUE'],
  },
  {
    item: 'RETURNS_COUNTER',
    what: 'a return that was not counted',
    tamper: (books) => books.set('shows', showKey(books), { returns: 0 }),
    says: () => '0 returns, but 1 purchases',
  },
];
