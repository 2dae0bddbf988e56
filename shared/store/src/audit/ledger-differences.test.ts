import { describe, it } from 'vitest';
import { expectToFind, hamlet, ledger, limited, type Variant, withItem } from './books.fixture.ts';

describe('an audit names the buyer', () => {
  const ben = { userId: 'ben' };
  const ofBuyers: readonly Variant[] = [
    [
      'whose ledger says too little',
      withItem(limited, 3, ledger('ben', 1)),
      [
        {
          code: 'LEDGER_TICKETS',
          message: 'Buyer ben: the confirmed purchases hold 2, but the ledger says 1.',
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
          message: 'Buyer ben: the confirmed purchases hold 2, but there is no ledger.',
          ...ben,
        },
      ],
    ],
    [
      'whose ledger still counts what was given back',
      withItem(limited, 6, ledger('cid', 2)),
      [{ code: 'LEDGER_TICKETS', userId: 'cid' }],
    ],
    [
      'whose ledger cannot be read',
      withItem(limited, 6, ledger('cid', 'none')),
      [
        {
          code: 'LEDGER_UNREADABLE',
          message: 'Ledger of cid cannot be read: tickets.',
          userId: 'cid',
        },
      ],
    ],
    [
      'who has more than one may have',
      { ...limited, show: { ...limited.show, maxTicketsPerBuyer: 2 } },
      [{ code: 'LIMIT_EXCEEDED', message: 'Buyer ana has 3 tickets, and the limit is 2.' }],
    ],
    [
      'whose ledger is wrong where purchases come one at a time',
      {
        ...withItem(limited, 3, ledger('ben', 1)),
        show: { ...hamlet, onePurchaseAtATime: true },
      },
      [{ code: 'LEDGER_TICKETS', ...ben }],
    ],
  ];
  it.each(ofBuyers)('%s', expectToFind);
});
