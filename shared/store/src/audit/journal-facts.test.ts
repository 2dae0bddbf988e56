import { describe, it } from 'vitest';
import { expectToFind, general, makeEntry, type Variant, withEntry } from './books.fixture.ts';
import { ana, ben, posting, SALE, soldTo, split } from './journal.fixture.ts';

describe('an audit of single entries finds', () => {
  const variants: readonly Variant[] = [
    [
      'an entry in the partition of another shard',
      withEntry(general, SALE, makeEntry('SALE', soldTo, { bucketKey: 'hamlet#1' })),
      [
        {
          code: 'JOURNAL_KEY',
          message:
            'Entry hamlet#1 sells ana-1 ben-1 is stored under hamlet#1, but its first shard gives hamlet#0.',
        },
      ],
    ],
    [
      'an entry that posts to a shard that the show does not have',
      withEntry(
        general,
        SALE,
        makeEntry('SALE', soldTo, {
          entryKey: 'sells',
          postings: [posting(0, 5), posting(2, 0)],
        }),
      ),
      [
        {
          code: 'JOURNAL_KEY',
          message: 'Entry hamlet#0 sells posts to shard 2, which the show does not have.',
        },
      ],
    ],
    [
      'an entry that posts to a shard twice',
      withEntry(
        general,
        SALE,
        makeEntry('SALE', soldTo, {
          entryKey: 'sells',
          postings: [posting(0, 5), posting(0, 0)],
        }),
      ),
      [
        { code: 'JOURNAL_KEY', message: 'Entry hamlet#0 sells posts to shard 0 twice.' },
        { code: 'JOURNAL_FROM', ...ana },
        { code: 'JOURNAL_FROM', ...ben },
      ],
    ],
    [
      'tickets that a change of the capacity sells',
      withEntry(general, SALE, makeEntry('SALE', soldTo, { kind: 'CAPACITY' })),
      [
        {
          code: 'JOURNAL_ENTRY',
          message:
            'Entry hamlet#0 sells ana-1 ben-1 is of kind CAPACITY, but sells 5 tickets for 500.',
        },
        {
          code: 'JOURNAL_ENTRY',
          message: 'Entry hamlet#0 sells ana-1 ben-1 is of kind CAPACITY, but lists 2 purchases.',
        },
      ],
    ],
    [
      'a sale that takes its tickets from one shard and sells those of another',
      withEntry(
        split,
        SALE,
        makeEntry('SALE', soldTo, {
          entryKey: 'sells',
          postings: [
            { shard: 0, available: -5, held: 0, sold: 4, revenue: 500 },
            { shard: 1, available: 0, held: 0, sold: 1, revenue: 0 },
          ],
        }),
      ),
      [
        { code: 'JOURNAL_AVAILABLE' },
        { code: 'JOURNAL_AVAILABLE' },
        {
          code: 'JOURNAL_ENTRY',
          message: 'Entry hamlet#0 sells gives tickets to other shards than it takes them from.',
        },
      ],
    ],
  ];
  it.each(variants)('%s', expectToFind);
});
