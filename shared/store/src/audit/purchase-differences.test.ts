import { describe, it } from 'vitest';
import {
  expectToFind,
  general,
  makePurchase,
  reserved,
  type Variant,
  withItem,
} from './books.fixture.ts';

const SOLD = { code: 'SOLD_COUNTER' } as const;
const REVENUE = { code: 'REVENUE_COUNTER' } as const;

describe('an audit names the purchase', () => {
  const ana = { userId: 'ana', purchaseId: 'ana-1' };
  const ofPurchases: readonly Variant[] = [
    [
      'that cannot be read',
      withItem(general, 0, makePurchase('ana-1', 2, { quantity: 'two' })),
      [
        SOLD,
        REVENUE,
        {
          code: 'PURCHASE_UNREADABLE',
          message:
            'Purchase ana-1 cannot be read: quantity (table purchases, userId ana, recordKey P#ana-1).',
          ...ana,
        },
      ],
    ],
    [
      'that has no quantity',
      withItem(general, 0, makePurchase('ana-1', 2, { quantity: undefined })),
      [
        { code: 'PURCHASE_UNREADABLE', ...ana },
        { code: 'PURCHASE_TICKETS', ...ana },
        {
          code: 'JOURNAL_PURCHASE',
          message: 'Purchase ana-1 has no tickets, but entry hamlet#0 sells ana-1 ben-1 lists 2.',
          ...ana,
        },
      ],
    ],
    [
      'that has no total',
      withItem(general, 0, makePurchase('ana-1', 2, { total: undefined })),
      [REVENUE, { code: 'PURCHASE_TOTAL', ...ana }, { code: 'JOURNAL_PURCHASE', ...ana }],
    ],
    [
      'that is in another currency',
      withItem(general, 0, makePurchase('ana-1', 2, { total: { amount: 200, currency: 'USD' } })),
      [
        {
          code: 'PURCHASE_TOTAL',
          message: 'Purchase ana-1 is in USD, but the show sells in EUR.',
          ...ana,
        },
      ],
    ],
    [
      'that names seats of a show without reserved seating',
      withItem(general, 0, makePurchase('ana-1', 2, { seats: ['A1', 'A2'] })),
      [{ code: 'PURCHASE_TICKETS', ...ana }],
    ],
    [
      'that names one seat for two tickets',
      withItem(reserved, 0, makePurchase('ana-1', 2, { seats: ['A1'] })),
      [
        {
          code: 'PURCHASE_TICKETS',
          message: 'Purchase ana-1 has 2 tickets but names these seats: A1.',
          ...ana,
        },
        { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A2', ...ana },
      ],
    ],
    [
      'that names a seat twice',
      withItem(reserved, 0, makePurchase('ana-1', 2, { seats: ['A1', 'A1'] })),
      [
        { code: 'PURCHASE_TICKETS', message: 'Purchase ana-1 names seat A1 twice.', ...ana },
        { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A2' },
      ],
    ],
  ];
  it.each(ofPurchases)('%s', expectToFind);
});
