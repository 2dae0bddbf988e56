import { describe, expect, it } from 'vitest';
import {
  auditRecords,
  expectToFind,
  general,
  hamlet,
  limited,
  makeLedger,
  makePurchase,
  type Records,
  reserved,
  type Variant,
  withEntry,
  withItem,
  withShard,
} from './books.fixture.ts';

const SOLD = { code: 'SOLD_COUNTER' } as const;
const REVENUE = { code: 'REVENUE_COUNTER' } as const;
const POSTED = {
  available: { code: 'JOURNAL_AVAILABLE' },
  sold: { code: 'JOURNAL_SOLD' },
  revenue: { code: 'JOURNAL_REVENUE' },
} as const;

describe('an audit finds nothing', () => {
  it.each([
    ['in a consistent sale of general admission', general],
    ['in a consistent sale of seats', reserved],
    ['in a consistent sale with a ticket limit', limited],
  ])('%s', (_, records) => {
    expect(auditRecords(records)).toEqual([]);
  });
});

describe('an audit of the counters finds', () => {
  const ofCounters: readonly Variant[] = [
    [
      'an extra ticket',
      withShard(general, 1, { available: 6 }),
      [{ code: 'CAPACITY' }, POSTED.available],
    ],
    [
      'a lost ticket',
      withShard(general, 1, { available: 4 }),
      [
        {
          code: 'CAPACITY',
          message: 'Available 4 + held 0 + sold 5 = 9, but the capacity is 10.',
        },
        {
          code: 'JOURNAL_AVAILABLE',
          message: 'Stock shard hamlet#1 has available = 4, but its entries add up to 5.',
        },
      ],
    ],
    [
      'an uncounted sale',
      withShard(general, 0, { sold: 4 }),
      [
        { code: 'CAPACITY' },
        POSTED.sold,
        {
          code: 'SOLD_COUNTER',
          message: 'Stock shard hamlet#0 has sold = 4, but the purchases from it add up to 5.',
        },
      ],
    ],
    ['uncounted revenue', withShard(general, 0, { revenue: 700 }), [POSTED.revenue, REVENUE]],
    [
      'a shard below zero that another shard makes up for',
      withShard(withShard(general, 0, { available: -5 }), 1, { available: 10 }),
      [
        { code: 'NEGATIVE_COUNTER', message: 'Stock shard 0 has available = -5.' },
        POSTED.available,
        POSTED.available,
      ],
    ],
    [
      'a negative revenue that another shard makes up for',
      withShard(withShard(general, 0, { revenue: 800 }), 1, { revenue: -300 }),
      [
        { code: 'NEGATIVE_COUNTER', message: 'Stock shard 1 has revenue = -300.' },
        POSTED.revenue,
        POSTED.revenue,
        REVENUE,
        REVENUE,
      ],
    ],
    [
      'a purchase without its stock',
      { ...general, items: [...general.items, makePurchase('eve-1', 1)] },
      [SOLD, REVENUE, { code: 'JOURNAL_UNLISTED', userId: 'eve', purchaseId: 'eve-1' }],
    ],
    [
      'stock without its purchase',
      withItem(general, 0),
      [SOLD, REVENUE, { code: 'JOURNAL_PURCHASE_MISSING', userId: 'ana' }],
    ],
  ];
  it.each(ofCounters)('%s', expectToFind);
});

describe('an audit during a sale', () => {
  const withShow = (change: Partial<Records['show']>): Records => ({
    ...general,
    show: { ...general.show, ...change },
  });
  it.each([
    ['a sale', withShard(general, 0, { sold: 4, available: 1 })],
    ['a sale and a return of the same size', withShow({ returns: 2 })],
    ['a sale and a return of a cancelled show', withShard(general, 0, { returns: 1 })],
    ['a higher capacity', withShow({ capacity: 12 })],
  ])('reports only that %s happened meanwhile, and no sum', (_, before) => {
    const corrupted = withItem(withEntry(general, 3), 0);
    expect(auditRecords(corrupted, before)).toMatchObject([
      { code: 'STOCK_MOVED' },
      { code: 'JOURNAL_UNLISTED', userId: 'ben' },
    ]);
  });

  it('still finds errors in the stock at one instant', () => {
    const before = withShard(general, 0, { sold: 4 });
    const codes = auditRecords(withShard(general, 1, { available: 9 }), before);
    expect(codes).toMatchObject([{ code: 'STOCK_MOVED' }, { code: 'CAPACITY' }]);
  });
});

describe('an audit names the buyer', () => {
  const ben = { userId: 'ben' };
  const ofBuyers: readonly Variant[] = [
    [
      'whose ledger counts too few tickets',
      withItem(limited, 3, makeLedger('ben', 1)),
      [
        {
          code: 'LEDGER_TICKETS',
          message: 'Buyer ben: the ledger says 1, but the purchases add up to 2.',
          ...ben,
        },
      ],
    ],
    [
      'who has no ledger',
      withItem(limited, 3),
      [
        {
          code: 'LEDGER_TICKETS',
          message: 'Buyer ben: there is no ledger, but the purchases add up to 2.',
          ...ben,
        },
      ],
    ],
    [
      'whose ledger still counts returned tickets',
      withItem(limited, 6, makeLedger('cid', 2, 'cid-1', 'CANCELLED')),
      [{ code: 'LEDGER_TICKETS', userId: 'cid' }],
    ],
    [
      'whose ledger cannot be read',
      withItem(limited, 6, makeLedger('cid', 'none')),
      [
        {
          code: 'LEDGER_UNREADABLE',
          message:
            'Ledger of cid cannot be read: tickets (table purchases, userId cid, recordKey S#hamlet).',
          userId: 'cid',
        },
      ],
    ],
    [
      'who has more tickets than the limit',
      { ...limited, show: { ...limited.show, maxTicketsPerBuyer: 2 } },
      [{ code: 'LIMIT_EXCEEDED', message: 'Buyer ana has 3 tickets, but the limit is 2.' }],
    ],
    [
      'whose ledger is wrong in a show that allows one purchase at a time',
      {
        ...withItem(limited, 3, makeLedger('ben', 1)),
        show: { ...hamlet, onePurchaseAtATime: true },
      },
      [{ code: 'LEDGER_TICKETS', ...ben }],
    ],
  ];
  it.each(ofBuyers)('%s', expectToFind);
});
