import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Arrival,
  anyPurchases,
  decideToTheEnd,
  goodPurchases,
  openShow,
  seenStock,
  show,
  stockView,
  worker,
} from './decide.fixture.ts';
import { decide, type Plan } from './decide.ts';
import { judge, type ShowOnSale, type StockView } from './judge.ts';

const RUNS = { numRuns: 500 };
const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const places = (purchases: readonly Arrival[]) => purchases.map(({ position }) => position);
const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
const quantityOf = (purchases: readonly Arrival[]) => sum(purchases.map((p) => p.quantity));

type Decided = {
  readonly purchases: readonly Arrival[];
  readonly forShow: ShowOnSale | undefined;
  readonly stock: StockView;
  readonly shard: number;
  readonly plan: Plan<Arrival>;
};

/** Checks a property for plans of any purchases of any show with any stock. */
const ofEveryPlan = (rule: (decided: Decided) => void) => {
  const purchases = fc.oneof(anyPurchases, goodPurchases);
  const anyShow = fc.oneof(show, fc.constant(openShow));
  fc.assert(
    fc.property(purchases, anyShow, stockView, worker, (asked, forShow, stock, by) => {
      const plan = decide(asked, forShow, { stock }, by);
      rule({ purchases: asked, forShow, stock, shard: by.shard, plan });
    }),
    RUNS,
  );
};

/** The stock left for a purchase: the stock that was read, less the sales before it. */
const leftAt = (position: number, stock: StockView, plan: Plan<Arrival>): number =>
  stock.kind === 'assumed'
    ? Number.POSITIVE_INFINITY
    : sum(stock.left) - quantityOf(plan.sell.filter((sold) => sold.position < position));

describe('every plan', () => {
  it('puts every purchase in exactly one of sell, refuse and postponed', () => {
    ofEveryPlan(({ purchases, plan }) => {
      const all = [...plan.sell, ...plan.refuse.map((r) => r.purchase), ...plan.postponed];
      expect(ascending(places(all))).toEqual(places(purchases));
    });
  });

  it('keeps the order of arrival in each list, and postpones only the last purchases', () => {
    ofEveryPlan(({ purchases, plan }) => {
      const refused = places(plan.refuse.map((r) => r.purchase));
      expect(places(plan.sell)).toEqual(ascending(places(plan.sell)));
      expect(refused).toEqual(ascending(refused));
      expect(plan.postponed).toEqual(purchases.slice(purchases.length - plan.postponed.length));
    });
  });

  it('never sells more than the stock that was read', () => {
    ofEveryPlan(({ stock, plan }) => {
      fc.pre(stock.kind === 'seen');
      expect(quantityOf(plan.sell)).toBeLessThanOrEqual(
        sum(stock.kind === 'seen' ? stock.left : []),
      );
    });
  });

  it('takes exactly what it sells, once from each shard', () => {
    ofEveryPlan(({ plan }) => {
      expect(sum(plan.from.map(({ quantity }) => quantity))).toBe(quantityOf(plan.sell));
      expect(new Set(plan.from.map(({ shard }) => shard)).size).toBe(plan.from.length);
      for (const { quantity } of plan.from) expect(quantity).toBeGreaterThan(0);
    });
  });

  it('never takes more from a shard than was read, and assumes stock only of the worker’s own', () => {
    ofEveryPlan(({ stock, shard: own, plan }) => {
      for (const { shard, quantity } of plan.from) {
        if (stock.kind === 'assumed') expect(shard).toBe(own);
        else expect(quantity).toBeLessThanOrEqual(stock.left[shard] ?? 0);
      }
    });
  });

  it('never decides SOLD_OUT on assumed stock', () => {
    ofEveryPlan(({ stock, plan }) => {
      fc.pre(stock.kind === 'assumed');
      expect(plan.refuse.map(({ reason }) => reason)).not.toContain('SOLD_OUT');
    });
  });

  it('decides SOLD_OUT only if less was left than requested', () => {
    ofEveryPlan(({ stock, plan }) => {
      for (const { purchase, reason } of plan.refuse) {
        if (reason !== 'SOLD_OUT') continue;
        expect(leftAt(purchase.position, stock, plan)).toBeLessThan(purchase.quantity);
      }
    });
  });

  it('sells only purchases that fit the stock left and that no rule refuses', () => {
    ofEveryPlan(({ forShow, stock, plan }) => {
      for (const sold of plan.sell) {
        expect(leftAt(sold.position, stock, plan)).toBeGreaterThanOrEqual(sold.quantity);
        expect(judge(forShow, sold)).toBeUndefined();
      }
    });
  });

  it('gives the reason of the rule that refuses, or else SOLD_OUT', () => {
    ofEveryPlan(({ forShow, plan }) => {
      for (const { purchase, reason } of plan.refuse) {
        expect(reason).toBe(judge(forShow, purchase) ?? 'SOLD_OUT');
      }
    });
  });

  it('sells nothing to a buyer after it has refused that buyer', () => {
    ofEveryPlan(({ plan }) => {
      for (const sold of plan.sell) {
        const refusedBefore = plan.refuse.filter(
          ({ purchase }) => purchase.userId === sold.userId && purchase.position < sold.position,
        );
        expect(refusedBefore).toEqual([]);
      }
    });
  });

  it('always decides at least the first purchase', () => {
    ofEveryPlan(({ purchases, plan }) => {
      fc.pre(purchases.length > 0);
      expect(places(plan.postponed)).not.toContain(0);
    });
  });

  it('ends early only before a sale to a buyer whom it has refused', () => {
    ofEveryPlan(({ forShow, stock, plan }) => {
      const [first] = plan.postponed;
      fc.pre(first !== undefined);
      if (first === undefined) return;
      expect(judge(forShow, first)).toBeUndefined();
      expect(leftAt(first.position, stock, plan)).toBeGreaterThanOrEqual(first.quantity);
      expect(plan.refuse.map(({ purchase }) => purchase.userId)).toContain(first.userId);
    });
  });

  it('does not change its input', () => {
    fc.assert(
      fc.property(goodPurchases, stockView, worker, (purchases, stock, by) => {
        const before = structuredClone({ purchases, stock });
        decide(purchases, openShow, { stock }, by);
        expect({ purchases, stock }).toEqual(before);
      }),
    );
  });
});

describe('plans in sequence', () => {
  it('decide every purchase in at most as many plans as there are purchases', () => {
    fc.assert(
      fc.property(anyPurchases, show, seenStock, worker, (purchases, forShow, seen, by) => {
        const { undecided, plans, outcomes } = decideToTheEnd(purchases, forShow, seen, by);
        expect(undecided).toEqual([]);
        expect(plans).toBeLessThanOrEqual(purchases.length);
        expect(ascending([...outcomes.keys()])).toEqual(places(purchases));
      }),
      RUNS,
    );
  });

  it('give the same result as deciding one purchase at a time', () => {
    fc.assert(
      fc.property(anyPurchases, show, seenStock, worker, (purchases, forShow, seen, by) => {
        let left = sum(seen);
        const oneByOne = purchases.map((purchase): readonly [number, string] => {
          const reason = judge(forShow, purchase);
          if (reason !== undefined) return [purchase.position, reason];
          if (purchase.quantity > left) return [purchase.position, 'SOLD_OUT'];
          left -= purchase.quantity;
          return [purchase.position, 'SOLD'];
        });
        const decided = decideToTheEnd(purchases, forShow, seen, by);
        expect(decided.outcomes).toEqual(new Map(oneByOne));
        expect(sum(decided.left)).toBe(left);
      }),
      RUNS,
    );
  });

  it('leave no shard below zero', () => {
    fc.assert(
      fc.property(goodPurchases, seenStock, worker, (purchases, seen, by) => {
        const { left } = decideToTheEnd(purchases, openShow, seen, by);
        for (const available of left) expect(available).toBeGreaterThanOrEqual(0);
      }),
      RUNS,
    );
  });

  it('leave less than any SOLD_OUT purchase requested', () => {
    fc.assert(
      fc.property(goodPurchases, seenStock, worker, (purchases, seen, by) => {
        const { left, outcomes } = decideToTheEnd(purchases, openShow, seen, by);
        for (const { position, quantity } of purchases) {
          if (outcomes.get(position) === 'SOLD_OUT') expect(sum(left)).toBeLessThan(quantity);
        }
      }),
      RUNS,
    );
  });

  it('sell the last ticket: n or more requests for one ticket each get exactly n of n tickets', () => {
    fc.assert(
      fc.property(seenStock, fc.nat({ max: 20 }), worker, (seen, more, by) => {
        const tickets = sum(seen);
        const purchases = Array.from({ length: tickets + more }, (_, position) => ({
          position,
          userId: `buyer-${position % 5}`,
          quantity: 1,
          hasCard: true,
          requestedAt: '2031-05-01T08:00:00.000Z',
        }));
        const { left, outcomes } = decideToTheEnd(purchases, openShow, seen, by);
        expect([...outcomes.values()].filter((outcome) => outcome === 'SOLD')).toHaveLength(
          tickets,
        );
        expect(sum(left)).toBe(0);
      }),
    );
  });

  it('sell the last ticket in batches of ten too, for any shard of each worker', () => {
    fc.assert(
      fc.property(seenStock, fc.array(worker, { minLength: 1, maxLength: 5 }), (seen, workers) => {
        const tickets = sum(seen);
        let left: readonly number[] = seen;
        let sold = 0;
        for (let batch = 0; batch * 10 < tickets + 10; batch += 1) {
          const purchases = Array.from({ length: 10 }, (_, position) => ({
            position,
            userId: `buyer-${batch}-${position}`,
            quantity: 1,
            hasCard: true,
            requestedAt: '2031-05-01T08:00:00.000Z',
          }));
          const by = workers[batch % workers.length] ?? { shard: 0, random: () => 0 };
          const decided = decideToTheEnd(purchases, openShow, left, by);
          left = decided.left;
          sold += [...decided.outcomes.values()].filter((outcome) => outcome === 'SOLD').length;
        }
        expect(sold).toBe(tickets);
      }),
    );
  });
});
