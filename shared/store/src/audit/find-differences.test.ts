import { describe, expect, it } from 'vitest';
import { type Books, findDifferences } from './find-differences.ts';

const stock = [
  { available: 10, sold: 40, revenue: 4_000 },
  { available: 0, sold: 50, revenue: 5_000 },
];
const sound: Books = {
  capacity: 100,
  stockBefore: stock,
  stockAfter: stock,
  purchases: { tickets: 90, revenue: 9_000 },
};

const withFirstBucket = (change: Partial<(typeof stock)[number]>): Books => {
  const [first, ...rest] = stock;
  const changed = [{ available: 0, sold: 0, revenue: 0, ...first, ...change }, ...rest];
  return { ...sound, stockBefore: changed, stockAfter: changed };
};

describe('findDifferences', () => {
  it('finds none where stock and purchases agree', () => {
    expect(findDifferences(sound)).toEqual([]);
  });

  it.each([
    ['a ticket sold twice', withFirstBucket({ available: 11 }), ['CAPACITY']],
    ['a ticket lost', withFirstBucket({ available: 9 }), ['CAPACITY']],
    ['a sale that was not counted', withFirstBucket({ sold: 39 }), ['SOLD_COUNTER']],
    ['money that was not counted', withFirstBucket({ revenue: 3_900 }), ['REVENUE_COUNTER']],
    [
      'a purchase without its stock',
      { ...sound, purchases: { tickets: 91, revenue: 9_100 } },
      ['CAPACITY', 'SOLD_COUNTER', 'REVENUE_COUNTER'],
    ],
    ['a bucket below zero', withFirstBucket({ available: -1 }), ['CAPACITY', 'NEGATIVE_COUNTER']],
    [
      'a sale while the records were read',
      { ...sound, stockBefore: withFirstBucket({ available: 12, sold: 38 }).stockAfter },
      ['STOCK_MOVED'],
    ],
  ] as const)('finds %s', (_, books, codes) => {
    expect(findDifferences(books).map(({ code }) => code)).toEqual(codes);
  });

  it('finds a bucket below zero that another one makes up for', () => {
    const counters = [
      { available: -5, sold: 55, revenue: 5_500 },
      { available: 15, sold: 35, revenue: 3_500 },
    ];
    const books = { ...sound, stockBefore: counters, stockAfter: counters };
    expect(findDifferences(books)).toEqual([
      { code: 'NEGATIVE_COUNTER', message: 'Bucket 0 counts available -5.' },
    ]);
  });
});
