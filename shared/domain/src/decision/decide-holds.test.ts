import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { LedgerView, ShowOnSale, StockView } from './judge.ts';

const at = '2031-05-01T08:00:00.000Z';
const show: ShowOnSale = {
  price: { amount: 4_500, currency: 'EUR' },
  startsAt: '2031-06-01T20:00:00.000Z',
  onSale: true,
  payment: 'PROVIDER',
};
const free: ShowOnSale = { ...show, price: { amount: 0, currency: 'EUR' } };

type Asked = readonly [userId: string, quantity: number];

const ledger = (more: Partial<LedgerView>): LedgerView => ({
  ...{ tickets: 0, expiredHolds: 0, lastDecidedAt: at },
  ...more,
});

const seen = (left: readonly number[], held = 0): StockView => ({ kind: 'seen', left, held });

function planOf(
  asked: readonly Asked[],
  stock: StockView,
  { of = show, ledgers = [] }: { of?: ShowOnSale; ledgers?: [string, LedgerView][] } = {},
) {
  const purchases = asked.map(([userId, quantity]) => ({
    ...{ userId, quantity },
    requestedAt: at,
    hasCard: false,
  }));
  const view = { stock, ledgers: new Map(ledgers) };
  const plan = decide(purchases, of, view, { shard: 0, random: () => 0 });
  return {
    sell: plan.sell.map(({ userId }) => userId),
    refuse: plan.refuse.map(({ purchase, reason }) => `${purchase.userId} ${reason}`),
    postponed: plan.postponed.map(({ userId }) => userId),
  };
}

describe('a show that a payment provider takes the money for', () => {
  it('takes purchases without a card', () => {
    expect(planOf([['ana', 2]], seen([5])).sell).toEqual(['ana']);
  });

  it.each<[string, StockView, string]>([
    ['something is held', seen([0], 1), 'ana ALL_HELD'],
    ['something is held, also if a few tickets are left', seen([1, 0], 1), 'ana ALL_HELD'],
    ['nothing is held', seen([1, 0]), 'ana SOLD_OUT'],
  ])('refuses what does not fit, and says whether %s', (_, stock, refusal) => {
    expect(planOf([['ana', 2]], stock).refuse).toEqual([refusal]);
  });

  it('counts the holds of the plan as held', () => {
    const asked: Asked[] = [
      ['ana', 2],
      ['bob', 1],
    ];
    expect(planOf(asked, seen([2])).refuse).toEqual(['bob ALL_HELD']);
    expect(planOf(asked, seen([2]), { of: free }).refuse).toEqual(['bob SOLD_OUT']);
  });

  it('holds for one purchase of a buyer at a time', () => {
    const asked: Asked[] = [
      ['ana', 1],
      ['ana', 1],
    ];
    expect(planOf(asked, seen([5]))).toMatchObject({ sell: ['ana'], refuse: ['ana HOLD_OPEN'] });
    expect(planOf(asked, seen([5]), { of: free }).sell).toEqual(['ana', 'ana']);
  });

  it.each<[string, Partial<LedgerView>, string]>([
    ['has an open hold', { tickets: 1, openHold: 'other' }, 'ana HOLD_OPEN'],
    ['let three holds expire', { expiredHolds: 3 }, 'ana TOO_MANY_HOLDS'],
  ])('refuses a buyer who %s, unless the tickets cost nothing', (_, more, refusal) => {
    const ledgers: [string, LedgerView][] = [['ana', ledger(more)]];
    expect(planOf([['ana', 1]], seen([5]), { ledgers }).refuse).toEqual([refusal]);
    expect(planOf([['ana', 1]], seen([5]), { ledgers, of: free }).sell).toEqual(['ana']);
  });

  it('holds for a buyer who paid before, and let two holds expire', () => {
    const ledgers: [string, LedgerView][] = [['ana', ledger({ tickets: 4, expiredHolds: 2 })]];
    expect(planOf([['ana', 1]], seen([5]), { ledgers }).sell).toEqual(['ana']);
  });

  it('counts held tickets against the limit of a buyer', () => {
    const ledgers: [string, LedgerView][] = [['ana', ledger({ tickets: 3, openHold: 'other' })]];
    const of = { ...show, maxTicketsPerBuyer: 4 };
    expect(planOf([['ana', 2]], seen([5]), { ledgers, of }).refuse).toEqual(['ana LIMIT_EXCEEDED']);
  });
});
