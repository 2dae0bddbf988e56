import { describe, expect, it } from 'vitest';
import {
  chooseBehaviour,
  countPayingBuyers,
  makeLoadShape,
  type Scenario,
  type ShapeOptions,
  scenarios,
  spread,
} from './shape.ts';

const open: ShapeOptions = { tickets: undefined, rate: undefined, durationSeconds: undefined };
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const describeShape = (scenario: Scenario, options: Partial<ShapeOptions> = {}) => {
  const { tickets, arrivals } = makeLoadShape(scenario, { ...open, ...options });
  return { tickets, arrivals, buyers: sum(arrivals), peak: Math.max(...arrivals) };
};

/** Short enough to wait for, with time left to start, to drain the queue and to audit. */
const TWO_MINUTES = 120;

describe.each(scenarios)('%s', (scenario) => {
  it('ends within about two minutes by default', () => {
    expect(describeShape(scenario).arrivals.length).toBeLessThan(TWO_MINUTES / 1.5);
  });

  it('has a whole number of buyers, zero or more, in every second', () => {
    for (const rate of [1, 7, 1_000]) {
      for (const count of describeShape(scenario, { rate }).arrivals) {
        expect(Number.isInteger(count) && count >= 0).toBe(true);
      }
    }
  });
});

describe('an on-sale', () => {
  it('has a hundred buyers for each ticket, at no more than 40 a second', () => {
    expect(describeShape('on-sale')).toMatchObject({ tickets: 20, buyers: 2_000, peak: 40 });
    expect(describeShape('on-sale', { tickets: 3 })).toMatchObject({ tickets: 3, buyers: 300 });
  });

  it('ramps up, holds its rate, and ramps down', () => {
    const { arrivals } = describeShape('on-sale', { rate: 100, durationSeconds: 10 });
    expect(arrivals).toEqual([25, 75, 100, 100, 100, 100, 100, 100, 75, 25]);
  });

  it('takes as long as its rate requires', () => {
    const { arrivals, peak } = describeShape('on-sale', { tickets: 8, rate: 100 });
    expect(arrivals).toHaveLength(10);
    expect(peak).toBe(100);
  });

  it('computes its buyers from rate and duration, and a ticket for each hundred', () => {
    const { tickets, buyers } = describeShape('on-sale', { rate: 50, durationSeconds: 100 });
    expect({ tickets, buyers }).toEqual({ tickets: 40, buyers: 4_000 });
  });

  it('has a hundred buyers for each ticket if only the duration is given', () => {
    const { tickets, buyers, arrivals } = describeShape('on-sale', {
      tickets: 4,
      durationSeconds: 10,
    });
    expect({ tickets, buyers }).toEqual({ tickets: 4, buyers: 400 });
    expect(arrivals).toHaveLength(10);
  });
});

describe('a quiet day', () => {
  it('has no buyers at night, and tickets for all buyers', () => {
    const { arrivals, buyers, tickets } = describeShape('quiet-day');
    expect(sum(arrivals.slice(0, 15))).toBe(0);
    expect(buyers).toBe(52);
    expect(tickets).toBeGreaterThanOrEqual(buyers);
  });

  it('keeps its shape in another duration', () => {
    expect(describeShape('quiet-day', { durationSeconds: 24 }).arrivals).toEqual([
      0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 3, 2, 2, 3, 4, 5, 6, 5, 3, 2, 1,
    ]);
  });
});

describe('a replay', () => {
  const SECONDS_UNTIL_GONE = 13;

  it('has 134 requests in the peak second', () => {
    expect(describeShape('replay').peak).toBe(134);
  });

  it.each([undefined, 20, 67, 500])(
    'sells the last ticket to the last valid card of the 13th second, at a rate of %s',
    (rate) => {
      const { arrivals, tickets, buyers } = describeShape('replay', { rate });
      const inTime = sum(arrivals.slice(0, SECONDS_UNTIL_GONE));
      expect(tickets).toBe(countPayingBuyers(inTime));
      expect(tickets).toBeGreaterThan(countPayingBuyers(inTime - (arrivals[12] ?? 0)));
      expect(buyers).toBeGreaterThan(inTime);
    },
  );

  it('scales as a whole', () => {
    expect(describeShape('replay', { rate: 67 }).peak).toBe(67);
  });

  it('refuses a duration', () => {
    expect(() => describeShape('replay', { durationSeconds: 60 })).toThrow('remove --duration');
  });
});

describe('behaviours of a thousand buyers', () => {
  const behaviours = Array.from({ length: 1_000 }, (_, index) => chooseBehaviour(index));

  it.each([
    ['bad-card', 10],
    ['repeats', 50],
    ['buys', 940],
  ])('include %s for %i', (behaviour, count) => {
    expect(behaviours.filter((one) => one === behaviour)).toHaveLength(count);
  });
});

describe('spread', () => {
  it('loses no buyer to rounding', () => {
    expect(spread(10, [1, 1, 1])).toEqual([3, 4, 3]);
    expect(spread(1, [1, 1, 1, 1])).toEqual([0, 1, 0, 0]);
    expect(spread(7, [0, 5, 0])).toEqual([0, 7, 0]);
  });
});
