import { describe, expect, it } from 'vitest';
import {
  type BuyerOutcome,
  type Decision,
  findFaults,
  type Tally,
  tallyOutcomes,
} from './tally.ts';

const AT = '2031-05-15T12:00:00.000Z';

const makeDecided = (decision: Partial<Decision>): BuyerOutcome => {
  const whole = { status: 'CONFIRMED', quantity: 1, requestedAt: AT, decidedAt: AT } as const;
  return {
    quantity: decision.quantity ?? 1,
    end: { kind: 'decided', decision: { ...whole, ...decision } },
  };
};
const makeRefused = (quantity: number): BuyerOutcome => ({
  quantity,
  end: { kind: 'refused', reason: 'SOLD_OUT' },
});

describe('a tally', () => {
  it('counts buyers refused at once like those refused by a record', () => {
    const outcomes = [
      makeDecided({ quantity: 3 }),
      makeDecided({ status: 'REJECTED', reason: 'SOLD_OUT', quantity: 4 }),
      makeRefused(2),
      makeRefused(5),
    ];
    expect(tallyOutcomes(outcomes)).toEqual({
      asked: 14,
      soldTickets: 3,
      soldPurchases: 1,
      rejected: { SOLD_OUT: 3 },
      failed: 0,
      cancelled: 0,
      undecided: 0,
      unexpected: {},
      smallestSoldOut: 2,
    });
  });

  it('has no smallest refused purchase if none was refused', () => {
    expect(tallyOutcomes([makeDecided({})])).toMatchObject({ rejected: {}, smallestSoldOut: null });
  });
});

const soldOut: Tally = {
  asked: 1_000,
  soldTickets: 100,
  soldPurchases: 100,
  rejected: { SOLD_OUT: 900 },
  failed: 0,
  cancelled: 0,
  undecided: 0,
  unexpected: {},
  smallestSoldOut: 1,
};
const records = { tickets: 100, available: 0 };

describe('findFaults', () => {
  it.each<[string, Tally, { tickets: number; available: number }]>([
    ['a sold-out show', soldOut, records],
    [
      'a show with enough tickets',
      { ...soldOut, asked: 100, rejected: {}, smallestSoldOut: null },
      { tickets: 100, available: 50 },
    ],
    [
      'too few tickets left for any buyer',
      { ...soldOut, smallestSoldOut: 4 },
      { tickets: 100, available: 3 },
    ],
  ])('finds none in %s', (_, tally, found) => {
    expect(findFaults(tally, found)).toEqual([]);
  });

  it.each<[string, Partial<Tally>, Partial<typeof records>, string]>([
    ['an undecided buyer', { undecided: 2 }, {}, '2 buyers got no decision in time.'],
    [
      'an unexpected answer',
      { unexpected: { 'POST /v1/purchases: 500 INTERNAL instead of 202': 3 } },
      {},
      '3 buyers got an unexpected answer: POST /v1/purchases: 500 INTERNAL instead of 202.',
    ],
    [
      'an unexpected rejection reason',
      { rejected: { SALE_PAUSED: 1 } },
      {},
      '1 buyers were rejected: SALE_PAUSED.',
    ],
    ['a failure', { failed: 1 }, {}, '1 purchases FAILED.'],
    ['a cancellation', { cancelled: 1 }, {}, '1 purchases were CANCELLED.'],
    [
      'a ticket without a record',
      { soldTickets: 101 },
      {},
      'Buyers received 101 tickets, but the records contain 100.',
    ],
    [
      'a withheld ticket',
      { soldTickets: 99 },
      { tickets: 99, available: 1 },
      'A purchase of 1 was rejected as SOLD_OUT, but 1 tickets are left.',
    ],
    [
      'a forgotten buyer',
      { rejected: {}, smallestSoldOut: null },
      {},
      'No purchase was rejected, but only 100 of 1000 requested tickets were sold.',
    ],
  ])('finds %s', (_, tally, found, sentence) => {
    expect(findFaults({ ...soldOut, ...tally }, { ...records, ...found })).toEqual([sentence]);
  });
});
