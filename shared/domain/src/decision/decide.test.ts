import { describe, expect, it } from 'vitest';
import { openShow } from './decide.fixture.ts';
import { decide } from './decide.ts';
import type { StockView } from './judge.ts';

type Asked = readonly [userId: string, quantity: number, more?: { readonly hasCard?: boolean }];

const purchasesOf = (asked: readonly Asked[]) =>
  asked.map(([userId, quantity, { hasCard = true } = {}], place) => ({
    userId,
    quantity,
    hasCard,
    requestedAt: '2031-05-01T08:00:00.000Z',
    name: `${userId}${place}`,
  }));

const seen = (...left: number[]): StockView => ({ kind: 'seen', left, held: 0 });
const worker = { shard: 0, random: () => 0 };
const noCard = { hasCard: false };

const planOf = (asked: readonly Asked[], stock: StockView, show = openShow, by = worker) => {
  const plan = decide(purchasesOf(asked), show, { stock }, by);
  return {
    sell: plan.sell.map(({ name }) => name),
    from: plan.from,
    refuse: plan.refuse.map(({ purchase, reason }) => [purchase.name, reason]),
    postponed: plan.postponed.map(({ name }) => name),
  };
};

describe('a refusal for lack of stock', () => {
  const soldOut = { ...openShow, soldOutAt: '2031-05-01T07:00:00.000Z' };

  it.each([
    ['no ticket', [3], seen(0, 0), openShow, [0]],
    ['the tickets of all shards', [4], seen(1, 0, 2), openShow, [3]],
    ['what the earlier purchases of the plan leave', [3, 3, 2, 3], seen(5), openShow, [2, 0]],
    ['no ticket under the latch', [1], { kind: 'assumed' } as const, soldOut, [0]],
  ])('says that %s is left', (_, quantities, stock, show, left) => {
    const asked = quantities.map((quantity, buyer): Asked => [`u${buyer}`, quantity]);
    const { refuse } = decide(purchasesOf(asked), show, { stock }, worker);
    expect(refuse.map(({ ticketsLeft }) => ticketsLeft)).toEqual(left);
  });
});

describe('a plan', () => {
  it('for no purchases is empty', () => {
    expect(planOf([], seen(5))).toEqual({ sell: [], from: [], refuse: [], postponed: [] });
  });

  it('sells the requested tickets from the worker’s own shard', () => {
    expect(
      planOf(
        [
          ['ana', 2],
          ['bob', 3],
        ],
        seen(5),
      ),
    ).toEqual({
      sell: ['ana0', 'bob1'],
      from: [{ shard: 0, quantity: 5 }],
      refuse: [],
      postponed: [],
    });
  });

  it('assumes that the worker’s own shard has enough until the stock is read', () => {
    const many: Asked[] = Array.from({ length: 10 }, (_, buyer) => [`u${buyer}`, 8]);
    const plan = planOf(many, { kind: 'assumed' }, openShow, { ...worker, shard: 7 });
    expect(plan.sell).toHaveLength(10);
    expect(plan.from).toEqual([{ shard: 7, quantity: 80 }]);
  });

  it('sells the last ticket and refuses later purchases', () => {
    expect(
      planOf(
        [
          ['ana', 1],
          ['bob', 1],
        ],
        seen(1),
      ),
    ).toEqual({
      sell: ['ana0'],
      from: [{ shard: 0, quantity: 1 }],
      refuse: [['bob1', 'SOLD_OUT']],
      postponed: [],
    });
  });

  it('sells the tickets that a large purchase could not get to a smaller one after it', () => {
    expect(
      planOf(
        [
          ['ana', 3],
          ['bob', 2],
        ],
        seen(1, 1),
      ),
    ).toEqual({
      sell: ['bob1'],
      from: [
        { shard: 0, quantity: 1 },
        { shard: 1, quantity: 1 },
      ],
      refuse: [['ana0', 'SOLD_OUT']],
      postponed: [],
    });
  });

  it('takes nothing from any shard if it refuses every purchase', () => {
    expect(
      planOf(
        [
          ['ana', 3],
          ['bob', 4],
        ],
        seen(1, 1),
      ),
    ).toEqual({
      sell: [],
      from: [],
      refuse: [
        ['ana0', 'SOLD_OUT'],
        ['bob1', 'SOLD_OUT'],
      ],
      postponed: [],
    });
  });

  it('decides SOLD_OUT for a show without shards', () => {
    expect(planOf([['ana', 1]], seen()).refuse).toEqual([['ana0', 'SOLD_OUT']]);
  });

  it('refuses every purchase for a show that does not exist, and needs no stock', () => {
    const purchases = purchasesOf([
      ['ana', 1],
      ['bob', 1],
    ]);
    const plan = decide(purchases, undefined, { stock: { kind: 'assumed' } }, worker);
    expect(plan.refuse.map(({ reason }) => reason)).toEqual(['SHOW_NOT_FOUND', 'SHOW_NOT_FOUND']);
    expect(plan.from).toEqual([]);
  });

  it('gives a reason that does not depend on stock before SOLD_OUT', () => {
    expect(planOf([['ana', 1, noCard]], seen(0)).refuse).toEqual([['ana0', 'PRICE_CHANGED']]);
  });

  it('does not deduct refused purchases from the stock', () => {
    expect(
      planOf(
        [
          ['ana', 5, noCard],
          ['bob', 5],
        ],
        seen(5),
      ).sell,
    ).toEqual(['bob1']);
  });
});

describe('a buyer’s purchases are decided in order: the plan', () => {
  it('ends before a sale to a buyer whom it has refused', () => {
    expect(
      planOf(
        [
          ['ana', 3],
          ['ana', 1],
          ['bob', 1],
        ],
        seen(2),
      ),
    ).toEqual({
      sell: [],
      from: [],
      refuse: [['ana0', 'SOLD_OUT']],
      postponed: ['ana1', 'bob2'],
    });
  });

  it('keeps earlier sales', () => {
    expect(
      planOf(
        [
          ['bob', 1],
          ['ana', 3],
          ['ana', 1],
        ],
        seen(2),
      ),
    ).toEqual({
      sell: ['bob0'],
      from: [{ shard: 0, quantity: 1 }],
      refuse: [['ana1', 'SOLD_OUT']],
      postponed: ['ana2'],
    });
  });

  it('continues after further refusals of that buyer', () => {
    expect(
      planOf(
        [
          ['ana', 3],
          ['ana', 4],
          ['bob', 1],
        ],
        seen(2),
      ),
    ).toEqual({
      sell: ['bob2'],
      from: [{ shard: 0, quantity: 1 }],
      refuse: [
        ['ana0', 'SOLD_OUT'],
        ['ana1', 'SOLD_OUT'],
      ],
      postponed: [],
    });
  });

  it('can refuse a buyer after a sale, because sales are recorded first', () => {
    expect(
      planOf(
        [
          ['ana', 2],
          ['ana', 1],
        ],
        seen(2),
      ),
    ).toMatchObject({
      sell: ['ana0'],
      refuse: [['ana1', 'SOLD_OUT']],
      postponed: [],
    });
  });

  it('ends in the same way with assumed stock, if a rule has refused', () => {
    expect(
      planOf(
        [
          ['ana', 1, noCard],
          ['ana', 1],
        ],
        { kind: 'assumed' },
      ),
    ).toMatchObject({
      sell: [],
      refuse: [['ana0', 'PRICE_CHANGED']],
      postponed: ['ana1'],
    });
  });
});
