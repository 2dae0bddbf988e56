import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openShow } from './decide.fixture.ts';
import { decide } from './decide.ts';
import type { PurchaseToDecide, SaleView, SeatView, ShowOnSale } from './judge.ts';

const show: ShowOnSale = { ...openShow, seating: 'RESERVED' };
const by = { shard: 0, random: () => 0 };

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const free: SeatView = { isFree: true };
const held: SeatView = { isFree: false };

const asked = (
  userId: string,
  seats: readonly string[],
  more: Partial<PurchaseToDecide> = {},
): PurchaseToDecide => ({
  userId,
  seats,
  quantity: seats.length,
  requestedAt: '2031-05-01T08:01:00.000Z',
  hasCard: true,
  ...more,
});

const makeSaleView = (seats: Readonly<Record<string, SeatView>>): SaleView => ({
  stock: { kind: 'assumed' },
  seats: new Map(Object.entries(seats)),
});

const plan = (purchases: readonly PurchaseToDecide[], view: SaleView) => {
  const { sell, refuse, postponed } = decide(purchases, show, view, by);
  return {
    sell: sell.map(({ userId }) => userId),
    refuse: refuse.map(({ purchase, ...refusal }) => ({ userId: purchase.userId, ...refusal })),
    postponed: postponed.map(({ userId }) => userId),
  };
};

describe('a purchase of named seats', () => {
  it('is sold if all of them are free', () => {
    const view = makeSaleView({ A1: free, A2: free });
    expect(plan([asked('ana', ['A1', 'A2'])], view).sell).toEqual(['ana']);
  });

  it('is refused as a whole if one is taken, and names that seat', () => {
    const view = makeSaleView({ A1: free, A2: held, A3: held });
    expect(plan([asked('ana', ['A1', 'A2', 'A3'])], view).refuse).toEqual([
      { userId: 'ana', reason: 'SEAT_TAKEN', refusedSeats: ['A2', 'A3'] },
    ]);
  });

  it('is refused if one does not exist, and names that seat', () => {
    expect(plan([asked('ana', ['A1', 'Z9'])], makeSaleView({ A1: free })).refuse).toEqual([
      { userId: 'ana', reason: 'SEAT_UNKNOWN', refusedSeats: ['Z9'] },
    ]);
  });

  it('is refused for seats that an earlier purchase of the same plan gets', () => {
    const view = makeSaleView({ A1: free, A2: free, A3: free });
    const purchases = [
      asked('ana', ['A1', 'A2']),
      asked('bob', ['A2', 'A3']),
      asked('cleo', ['A3']),
    ];
    expect(plan(purchases, view)).toEqual({
      sell: ['ana', 'cleo'],
      refuse: [{ userId: 'bob', reason: 'SEAT_TAKEN', refusedSeats: ['A2'] }],
      postponed: [],
    });
  });

  it('is refused for a show without reserved seating', () => {
    const { refuse } = decide([asked('ana', ['A1'])], openShow, makeSaleView({ A1: free }), by);
    expect(refuse).toMatchObject([{ reason: 'SEAT_UNKNOWN', refusedSeats: ['A1'] }]);
  });

  it('is required by a show with reserved seating', () => {
    const { seats: _, ...noSeats } = asked('ana', ['A1']);
    expect(plan([noSeats], makeSaleView({ A1: free })).refuse).toEqual([
      { userId: 'ana', reason: 'SEAT_UNKNOWN', refusedSeats: [] },
    ]);
  });

  it('needs no read of the seats under the sold-out latch', () => {
    const latched = { ...show, soldOutAt: '2031-05-01T08:00:59.000Z' };
    const { refuse } = decide([asked('ana', ['A1'])], latched, { stock: { kind: 'assumed' } }, by);
    expect(refuse).toMatchObject([{ reason: 'SOLD_OUT' }]);
  });
});

describe('the price of seats', () => {
  const view = makeSaleView({
    A1: { isFree: true, price: euro(9_000) },
    A2: { isFree: true, price: euro(9_000) },
    B1: free,
  });
  const total = euro(9_000 + openShow.price.amount);

  it.each([
    ['each at the expected price', ['A1', 'A2'], { expectedPrice: euro(9_000) }],
    ['together at the expected total', ['A1', 'B1'], { expectedTotal: total }],
    ['with nothing expected', ['A1', 'B1'], {}],
  ])('is accepted %s', (_, seats, expected) => {
    expect(plan([asked('ana', seats, expected)], view).sell).toEqual(['ana']);
  });

  it.each([
    ['one seat at another price', ['A1', 'B1'], { expectedPrice: euro(9_000) }, undefined, total],
    ['the price of the show', ['A1'], { expectedPrice: openShow.price }, euro(9_000), euro(9_000)],
    ['another total', ['A1', 'B1'], { expectedTotal: euro(1) }, undefined, total],
    ['no card', ['B1'], { hasCard: false }, openShow.price, openShow.price],
  ])('is refused for %s, and the current price is returned', (_, seats, more, each, all) => {
    expect(plan([asked('ana', seats, more)], view).refuse).toEqual([
      {
        userId: 'ana',
        reason: 'PRICE_CHANGED',
        ...(each === undefined ? {} : { currentPrice: each }),
        currentTotal: all,
      },
    ]);
  });
});

it('a plan ends before its transaction exceeds 100 actions, and no purchase is lost', () => {
  const ids = Array.from({ length: 80 }, (_, seat) => `S${seat}`);
  const view = {
    ...makeSaleView(Object.fromEntries(ids.map((id) => [id, free]))),
    stock: { kind: 'seen' as const, left: Array.from({ length: 64 }, () => 2), held: 0 },
  };
  const limited = { ...show, maxTicketsPerBuyer: 8 };
  let rest: PurchaseToDecide[] = Array.from({ length: 10 }, (_, buyer) =>
    asked(`buyer-${buyer}`, ids.slice(buyer * 8, buyer * 8 + 8)),
  );
  let plans = 0;
  while (rest.length > 0) {
    const { sell, from, refuse, postponed } = decide(rest, limited, view, by);
    const actions = from.length + sell.reduce((sum, { quantity }) => sum + quantity + 2, 0);
    expect(actions).toBeLessThanOrEqual(100);
    expect(sell.length).toBeGreaterThan(0);
    expect(refuse).toEqual([]);
    rest = [...postponed];
    plans += 1;
  }
  expect(plans).toBe(4);
});

it('a plan sells no seat twice, and no purchase gets only some of its seats', () => {
  const ids = ['A1', 'A2', 'A3', 'A4', 'A5'];
  const seat = fc.constantFrom(...ids, 'Z9');
  const request = fc.uniqueArray(seat, { minLength: 1, maxLength: 3 });
  const states = fc.tuple(...ids.map(() => fc.boolean()));
  fc.assert(
    fc.property(fc.array(request, { maxLength: 10 }), states, (requests, freedom) => {
      const seats = Object.fromEntries(
        ids.map((id, index) => [id, freedom[index] === true ? free : held]),
      );
      const purchases = requests.map((wanted, buyer) => asked(`buyer-${buyer}`, wanted));
      const { sell, refuse, postponed } = decide(purchases, show, makeSaleView(seats), by);
      const sold = sell.flatMap(({ seats: got = [] }) => got);
      expect(new Set(sold).size).toBe(sold.length);
      expect(sold.every((id) => seats[id]?.isFree)).toBe(true);
      expect(sell.length + refuse.length + postponed.length).toBe(purchases.length);
      for (const { reason, refusedSeats = [] } of refuse) {
        expect(['SEAT_TAKEN', 'SEAT_UNKNOWN']).toContain(reason);
        expect(refusedSeats.length).toBeGreaterThan(0);
      }
    }),
  );
});
