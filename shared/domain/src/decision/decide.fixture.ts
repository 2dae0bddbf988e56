import * as fc from 'fast-check';
import { decide } from './decide.ts';
import type { PurchaseToDecide, ShowOnSale, StockView } from './judge.ts';

/** A purchase with its position in arrival order. */
export type Arrival = PurchaseToDecide & { readonly position: number };

const at = (minute: number): string => new Date(Date.UTC(2031, 4, 1, 8, minute)).toISOString();

const price = fc.record({
  amount: fc.constantFrom(0, 4500, 9900),
  currency: fc.constantFrom('EUR', 'USD'),
});

/** Shows whose sale window and start are within the ten minutes of the requests. */
const anyShow: fc.Arbitrary<ShowOnSale> = fc.record(
  {
    price,
    startsAt: fc.integer({ min: 5, max: 12 }).map(at),
    onSale: fc.constantFrom(true, true, true, false),
    saleOpensAt: fc.integer({ min: 0, max: 4 }).map(at),
    saleClosesAt: fc.integer({ min: 4, max: 12 }).map(at),
  },
  { requiredKeys: ['price', 'startsAt', 'onSale'] },
);

export const show = fc.option(anyShow, { nil: undefined, freq: 20 });

/** A show that refuses no request with a card: only the stock decides. */
export const openShow: ShowOnSale = {
  price: { amount: 4500, currency: 'EUR' },
  startsAt: at(60),
  onSale: true,
};

const inOrder = <P extends PurchaseToDecide>(purchases: readonly P[]) =>
  purchases.map((purchase, position) => ({ ...purchase, position }));

const buyer = fc.constantFrom('ana', 'bob', 'cleo', 'dan');
const quantity = fc.integer({ min: 1, max: 8 });

/** Purchases of few buyers, so that most buyers have several, and some are refused. */
export const anyPurchases: fc.Arbitrary<Arrival[]> = fc
  .array(
    fc.record(
      {
        userId: buyer,
        quantity,
        requestedAt: fc.integer({ min: 0, max: 10 }).map(at),
        hasCard: fc.constantFrom(true, true, true, false),
        expectedPrice: price,
      },
      { requiredKeys: ['userId', 'quantity', 'requestedAt', 'hasCard'] },
    ),
    { maxLength: 14 },
  )
  .map(inOrder);

/** Purchases that only the stock can refuse. */
export const goodPurchases: fc.Arbitrary<Arrival[]> = fc
  .array(fc.record({ userId: buyer, quantity }), { minLength: 1, maxLength: 20 })
  .map((purchases) =>
    inOrder(purchases.map((asked) => ({ ...asked, requestedAt: at(1), hasCard: true }))),
  );

/** The tickets left in each shard: often none, seldom enough for all. */
export const seenStock = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 8 });

export const stockView: fc.Arbitrary<StockView> = fc.oneof(
  fc.constant<StockView>({ kind: 'assumed' }),
  seenStock.map((left): StockView => ({ kind: 'seen', left, held: 0 })),
);

/** A worker with its own randomness at some shard, possibly one that does not exist. */
export const worker = fc.record({
  shard: fc.nat({ max: 9 }),
  random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((value) => () => value),
});

type Worker = Parameters<typeof decide>[3];

/** Decides all purchases, as a single worker would: executes each plan, reads again and decides the rest. */
export function decideToTheEnd(
  purchases: readonly Arrival[],
  forShow: ShowOnSale | undefined,
  seen: readonly number[],
  by: Worker,
) {
  const left = [...seen];
  const outcomes = new Map<number, string>();
  let plans = 0;
  let rest = purchases;
  while (rest.length > 0 && plans <= purchases.length) {
    plans += 1;
    const plan = decide(rest, forShow, { stock: { kind: 'seen', left: [...left], held: 0 } }, by);
    for (const { shard, quantity: taken } of plan.from) left[shard] = (left[shard] ?? 0) - taken;
    for (const { position } of plan.sell) outcomes.set(position, 'SOLD');
    for (const { purchase, reason } of plan.refuse) outcomes.set(purchase.position, reason);
    rest = plan.postponed;
  }
  return { left, outcomes, plans, undecided: rest };
}
