import { describe, expect, it } from 'vitest';
import { UnreadableRecord } from '../errors.ts';
import { type Item, parseRecord } from '../read-items.ts';
import { entryKind, type NewEntry, postPurchases, putEntry } from './journal-entry.ts';

const store = { tables: { journal: 'journal' } };

const sale: NewEntry = {
  kind: 'SALE',
  at: '2031-06-01T20:00:00Z',
  postings: [
    { shard: 7, available: -3, held: 0, sold: 3, revenue: 4_797 },
    { shard: 0, available: -1, held: 0, sold: 1, revenue: 0 },
  ],
  purchases: [
    { userId: 'ana', recordKey: 'P#Qm9va3MtYXJlLW9w', quantity: 2, total: 3_198 },
    { userId: 'b#e n', recordKey: 'P#_-9va3MtYXJlLW9w', quantity: 8, total: 0 },
  ],
};

const makeItem = (entry: NewEntry): Item => putEntry(store, 'hamlet', entry).Put?.Item ?? {};

describe('a journal entry', () => {
  it('is read as it was written, in the partition of its first shard', () => {
    expect(parseRecord(entryKind, makeItem(sale))).toEqual({
      bucketKey: 'hamlet#7',
      entryKey: expect.stringMatching(/^2031-06-01T20:00:00\.000Z#[\w-]{8}$/),
      kind: 'SALE',
      postings: sale.postings,
      purchases: sale.purchases,
    });
  });

  it('is put only if no entry has its key', () => {
    expect(putEntry(store, 'hamlet', sale).Put).toMatchObject({
      TableName: 'journal',
      ConditionExpression: 'attribute_not_exists(entryKey)',
    });
  });

  it('has a key of its own, also at the same time', () => {
    const keys = Array.from({ length: 100 }, () => makeItem(sale).entryKey);
    expect(new Set(keys).size).toBe(100);
  });

  it('lists no purchases if it neither sells nor returns', () => {
    const item = makeItem({ ...sale, kind: 'CAPACITY', purchases: [] });
    expect(item).not.toHaveProperty('purchases');
    expect(parseRecord(entryKind, item)).toMatchObject({ kind: 'CAPACITY', purchases: [] });
  });

  it('cannot be written without a posting', () => {
    expect(() => putEntry(store, 'hamlet', { ...sale, postings: [] })).toThrow(TypeError);
  });

  it.each<[string, Item, string]>([
    ['an unknown kind', { kind: 'GIFT' }, 'kind'],
    ['no posting', { postings: [] }, 'postings'],
    ['a shard that no show has', { postings: [[64, 1, 0, 0]] }, 'postings.0.0'],
    ['a posting without revenue', { postings: [[0, 1, 0]] }, 'postings.0'],
    ['half a ticket', { postings: [[0, -0.5, 1, 0]] }, 'postings.0.1'],
    ['a purchase that is no text', { purchases: [7] }, 'purchases.0'],
    ['a purchase with a short key', { purchases: ['Qm9va3MtYXJlLW9 21 ana'] }, 'purchases.0'],
    ['a purchase without a user', { purchases: ['Qm9va3MtYXJlLW9w210 '] }, 'purchases.0'],
    ['a purchase of too many tickets', { purchases: ['Qm9va3MtYXJlLW9wz10 a'] }, 'purchases.0'],
    ['an impossible total', { purchases: [`Qm9va3MtYXJlLW9w1${'z'.repeat(20)} a`] }, 'purchases.0'],
  ])('with %s is unreadable, and named by its key', (_, change, wrong) => {
    const entry = parseRecord(entryKind, { ...makeItem(sale), ...change });
    expect(entry).toBeInstanceOf(UnreadableRecord);
    expect(entry).toMatchObject({
      table: 'journal',
      key: { bucketKey: 'hamlet#7', entryKey: expect.stringContaining('2031-06-01') },
      wrong: [expect.stringContaining(wrong)],
    });
  });
});

describe('the postings of purchases', () => {
  const purchases = [
    { from: [[3, 2] as const], total: { amount: 3_198 } },
    { from: [[3, 1] as const, [0, 4] as const], total: { amount: 7_995 } },
    // A free purchase.
    { from: [[0, 1] as const], total: undefined },
  ];

  it('add up the tickets by shard, and a whole revenue in the first shard of its purchase', () => {
    expect(postPurchases('SALE', purchases)).toEqual([
      { shard: 3, available: -3, held: 0, sold: 3, revenue: 11_193 },
      { shard: 0, available: -5, held: 0, sold: 5, revenue: 0 },
    ]);
  });

  it('give back with a return exactly what the sale took', () => {
    const sold = postPurchases('SALE', purchases);
    const returned = postPurchases('RETURN', purchases);
    const negated = sold.map(({ shard, available, sold: tickets, revenue }) => ({
      shard,
      available: -available,
      held: 0,
      sold: -tickets,
      // Not -0, which is another number to toEqual.
      revenue: 0 - revenue,
    }));
    expect(returned).toEqual(negated);
  });
});
