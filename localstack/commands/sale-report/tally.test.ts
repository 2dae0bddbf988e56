import { describe, expect, it } from 'vitest';
import type { Decision } from '../demo/sale/await-decision.ts';
import type { BuyerStory } from '../demo/sale/buy.ts';
import { tally } from './tally.ts';

const AT = '2031-05-15T12:00:00.000Z';

const decided = (decision: Partial<Decision>): BuyerStory => {
  const whole = { status: 'CONFIRMED', quantity: 1, requestedAt: AT, decidedAt: AT } as const;
  return {
    quantity: decision.quantity ?? 1,
    end: { kind: 'decided', decision: { ...whole, ...decision } },
  };
};
const refused = (quantity: number): BuyerStory => ({
  quantity,
  end: { kind: 'refused', reason: 'SOLD_OUT' },
});

describe('a tally', () => {
  it('counts who was refused at once like who was refused by a record', () => {
    const stories = [
      decided({ quantity: 3 }),
      decided({ status: 'REJECTED', reason: 'SOLD_OUT', quantity: 4 }),
      refused(2),
      refused(5),
    ];
    expect(tally(stories)).toEqual({
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

  it('of a sale without refusals knows no smallest one', () => {
    expect(tally([decided({})])).toMatchObject({ rejected: {}, smallestSoldOut: null });
  });
});
