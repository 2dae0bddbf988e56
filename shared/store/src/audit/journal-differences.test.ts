import { describe, expect, it } from 'vitest';
import {
  auditRecords,
  expectToFind,
  general,
  makeEntry,
  makePurchase,
  type Variant,
  withEntry,
  withItem,
} from './books.fixture.ts';
import { ana, ben, posting, SALE, soldTo, split } from './journal.fixture.ts';

const sums = [{ code: 'JOURNAL_SOLD' }, { code: 'JOURNAL_REVENUE' }] as const;

const splitEntry = makeEntry('SALE', soldTo, {
  postings: [
    { shard: 0, available: -4, held: 0, sold: 4, revenue: 500 },
    { shard: 1, available: -1, held: 0, sold: 1, revenue: 0 },
  ],
});

it('a sale from two shards is sound if its purchases say so, with the revenue in their first', () => {
  expect(auditRecords(withEntry(split, SALE, splitEntry))).toEqual([]);
});

describe('an audit of a journal finds', () => {
  const variants: readonly Variant[] = [
    [
      'a sale without its entry',
      withEntry(general, SALE),
      [
        { code: 'JOURNAL_AVAILABLE' },
        ...sums,
        { code: 'JOURNAL_UNLISTED', ...ana },
        { code: 'JOURNAL_UNLISTED', ...ben },
      ],
    ],
    [
      'an entry twice, and the purchases in it',
      withEntry(general, SALE, makeEntry('SALE', soldTo), makeEntry('SALE', soldTo)),
      [
        { code: 'JOURNAL_AVAILABLE' },
        ...sums,
        { code: 'JOURNAL_LISTED_TWICE', ...ana },
        {
          code: 'JOURNAL_LISTED_TWICE',
          message:
            'Purchase ben-1 has 2 entries of kind SALE: hamlet#0 sells ana-1 ben-1 and hamlet#0 sells ana-1 ben-1.',
          ...ben,
        },
      ],
    ],
    [
      'a purchase that does not exist',
      withItem(general, 1),
      [
        { code: 'SOLD_COUNTER' },
        { code: 'REVENUE_COUNTER' },
        {
          code: 'JOURNAL_PURCHASE_MISSING',
          message:
            'Purchase of ben is listed in hamlet#0 sells ana-1 ben-1, but does not exist as 3#ben#P#ben-1.',
          userId: 'ben',
        },
      ],
    ],
    [
      'a refused purchase that an entry sells',
      withEntry(
        general,
        SALE,
        makeEntry('SALE', soldTo),
        makeEntry('SALE', { 'cid-1': 8 }, { postings: [posting(0, 8)] }),
      ),
      [
        { code: 'JOURNAL_AVAILABLE' },
        ...sums,
        {
          code: 'JOURNAL_PURCHASE',
          message: 'Purchase cid-1 is REJECTED, but an entry lists it as sold.',
        },
      ],
    ],
    [
      'another quantity than the record has',
      withEntry(
        general,
        SALE,
        makeEntry(
          'SALE',
          { ...soldTo, 'ana-1': 1 },
          { entryKey: 'sells', postings: [posting(0, 5)] },
        ),
      ),
      [
        {
          code: 'JOURNAL_ENTRY',
          message:
            'Entry hamlet#0 sells posts available -5, held 0 and sold 5, but its purchases give available -4, held 0 and sold 4.',
        },
        {
          code: 'JOURNAL_ENTRY',
          message: 'Entry hamlet#0 sells posts revenue 500, but its purchases give 400.',
        },
        { code: 'JOURNAL_FROM', ...ana },
        {
          code: 'JOURNAL_PURCHASE',
          message: 'Purchase ana-1 has 2 tickets, but entry hamlet#0 sells lists 1.',
          ...ana,
        },
        {
          code: 'JOURNAL_PURCHASE',
          message: 'Purchase ana-1 has a total of 200, but entry hamlet#0 sells lists 100.',
        },
      ],
    ],
    [
      'a return that was never made',
      withEntry(
        general,
        2,
        makeEntry('RETURN', { 'cid-2': 2 }),
        makeEntry('RETURN', { 'ana-1': 2 }),
      ),
      [
        { code: 'JOURNAL_AVAILABLE' },
        ...sums,
        {
          code: 'JOURNAL_RETURN',
          message: 'Purchase ana-1 is CONFIRMED, but entry hamlet#0 returns ana-1 returns it.',
          ...ana,
        },
      ],
    ],
    [
      'a return without its entry',
      withEntry(general, 2),
      [
        { code: 'JOURNAL_AVAILABLE' },
        ...sums,
        {
          code: 'JOURNAL_RETURN',
          message: 'Purchase cid-2 is CANCELLED after its sale, but no entry returns it.',
        },
      ],
    ],
    [
      'a purchase of another show',
      withItem(general, 0, makePurchase('ana-1', 2, { showId: 'macbeth' })),
      [
        { code: 'SOLD_COUNTER' },
        { code: 'REVENUE_COUNTER' },
        {
          code: 'JOURNAL_PURCHASE',
          message: "Purchase ana-1 is of show macbeth, but this show's journal lists it.",
          ...ana,
        },
      ],
    ],
    [
      'a purchase whose tickets are from another shard than its entry says',
      withItem(general, 1, makePurchase('ben-1', 3, { from: [[1, 3]] })),
      [
        { code: 'SOLD_COUNTER' },
        { code: 'REVENUE_COUNTER' },
        { code: 'SOLD_COUNTER' },
        { code: 'REVENUE_COUNTER' },
        {
          code: 'JOURNAL_FROM',
          message:
            'Purchase ben-1 took 3 from shard 1, but entry hamlet#0 sells ana-1 ben-1 posts something else to shard 0 and 1.',
          ...ben,
        },
      ],
    ],
    [
      'revenue that is posted to another shard than the first of its purchase',
      withEntry(
        split,
        SALE,
        makeEntry('SALE', soldTo, {
          entryKey: 'sells',
          postings: [
            { shard: 0, available: -4, held: 0, sold: 4, revenue: 200 },
            { shard: 1, available: -1, held: 0, sold: 1, revenue: 300 },
          ],
        }),
      ),
      [
        { code: 'JOURNAL_REVENUE' },
        { code: 'JOURNAL_REVENUE' },
        { code: 'JOURNAL_FROM', ...ana },
        {
          code: 'JOURNAL_FROM',
          message:
            'Purchase ben-1 took 2 from shard 0, 1 from shard 1, but entry hamlet#0 sells posts something else to shard 0 and 1.',
          ...ben,
        },
      ],
    ],
  ];
  it.each(variants)('%s', expectToFind);
});
