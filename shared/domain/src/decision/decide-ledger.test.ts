import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openShow } from './decide.fixture.ts';
import { decide } from './decide.ts';
import type { LedgerView } from './judge.ts';

const by = { shard: 0, random: () => 0 };
const at = (second: number): string => new Date(Date.UTC(2031, 4, 1, 8, 1, second)).toISOString();

const asked = (userId: string, quantity: number, second = 10) => ({
  userId,
  quantity,
  requestedAt: at(second),
  hasCard: true,
});

const holding = (tickets: number, second = 0): LedgerView => ({
  tickets,
  expiredHolds: 0,
  lastDecidedAt: at(second),
});

const summary = (plan: ReturnType<typeof decide<ReturnType<typeof asked>>>) => ({
  sell: plan.sell.map(({ userId, quantity }) => `${userId} ${quantity}`),
  refuse: plan.refuse.map(({ purchase, reason }) => `${purchase.userId} ${reason}`),
  postponed: plan.postponed.map(({ userId }) => userId),
});

describe('a show that limits its buyers to four tickets', () => {
  const show = { ...openShow, maxTicketsPerBuyer: 4 };
  const plan = (purchases: ReturnType<typeof asked>[], ledgers: [string, LedgerView][] = []) =>
    summary(decide(purchases, show, { stock: { kind: 'assumed' }, ledgers: new Map(ledgers) }, by));

  it('sells up to the limit to a buyer without a ledger', () => {
    expect(plan([asked('ana', 4)])).toEqual({ sell: ['ana 4'], refuse: [], postponed: [] });
  });

  it('refuses a purchase above the limit', () => {
    expect(plan([asked('ana', 5)]).refuse).toEqual(['ana LIMIT_EXCEEDED']);
    expect(plan([asked('ana', 2)], [['ana', holding(3)]]).refuse).toEqual(['ana LIMIT_EXCEEDED']);
  });

  it('counts the tickets that the same plan sells to the buyer, but not those of others', () => {
    const purchases = [asked('ana', 3), asked('bob', 4), asked('ana', 2)];
    expect(plan(purchases, [['cleo', holding(4)]])).toEqual({
      sell: ['ana 3', 'bob 4'],
      refuse: ['ana LIMIT_EXCEEDED'],
      postponed: [],
    });
  });

  it('postpones a smaller purchase after a refused one to the next plan, which sells it', () => {
    const purchases = [asked('ana', 5), asked('ana', 1)];
    expect(plan(purchases)).toEqual({
      sell: [],
      refuse: ['ana LIMIT_EXCEEDED'],
      postponed: ['ana'],
    });
  });

  it('never sells a buyer more than the limit, in any order', () => {
    const request = fc.record({
      userId: fc.constantFrom('ana', 'bob'),
      quantity: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 10 }), fc.nat({ max: 4 }), (requests, held) => {
        const purchases = requests.map(({ userId, quantity }) => asked(userId, quantity));
        const ledgers = new Map([['ana', holding(held)]]);
        const { sell } = decide(purchases, show, { stock: { kind: 'assumed' }, ledgers }, by);
        for (const [buyer, holds] of [
          ['ana', held],
          ['bob', 0],
        ] as const) {
          const sold = sell.filter(({ userId }) => userId === buyer);
          expect(sold.reduce((sum, { quantity }) => sum + quantity, holds)).toBeLessThanOrEqual(4);
        }
      }),
    );
  });
});

describe('a show that sells one purchase at a time', () => {
  const show = { ...openShow, onePurchaseAtATime: true };
  const plan = (purchases: ReturnType<typeof asked>[], ledgers: [string, LedgerView][] = []) =>
    summary(decide(purchases, show, { stock: { kind: 'assumed' }, ledgers: new Map(ledgers) }, by));

  it.each([
    ['before the last one was decided', 9, ['ana PURCHASE_IN_PROGRESS'], []],
    ['at the moment the last one was decided', 10, [], ['ana 1']],
    ['after the last one was decided', 11, [], ['ana 1']],
  ])('a purchase that was requested %s', (_, second, refuse, sell) => {
    const made = plan([asked('ana', 1, second)], [['ana', holding(2, 10)]]);
    expect(made).toEqual({ sell, refuse, postponed: [] });
  });

  it('decides one purchase of each buyer in a plan, and other buyers’ purchases before it', () => {
    const purchases = [asked('ana', 1), asked('bob', 1), asked('ana', 1), asked('cleo', 1)];
    expect(plan(purchases)).toEqual({
      sell: ['ana 1', 'bob 1'],
      refuse: [],
      postponed: ['ana', 'cleo'],
    });
  });
});
