import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addTallies,
  countDecided,
  emptyTally,
  readWaitPercentile,
  type TalliedPurchase,
  type Tally,
  tallyDecision,
} from './tally.ts';

const purchase = (
  status: TalliedPurchase['status'],
  more: Partial<TalliedPurchase> = {},
): TalliedPurchase => ({
  status,
  quantity: 3,
  requestedAt: '2031-05-01T08:00:00.000Z',
  decidedAt: '2031-05-01T08:00:00.300Z',
  ...more,
});

const counts = (tally: Tally | undefined) => {
  const { waits, ...counted } = { ...emptyTally, ...tally };
  return Object.fromEntries(Object.entries(counted).filter(([, count]) => count !== 0));
};

describe('a change of a purchase counts', () => {
  it.each<[string, TalliedPurchase | undefined, TalliedPurchase, object]>([
    [
      'its tickets if it was confirmed',
      undefined,
      purchase('CONFIRMED'),
      { confirmed: 1, tickets: 3 },
    ],
    [
      'its reason if it was refused',
      undefined,
      purchase('REJECTED', { reason: 'SOLD_OUT' }),
      { rejected: { SOLD_OUT: 1 } },
    ],
    ['as failed', undefined, purchase('FAILED', { quantity: undefined }), { failed: 1 }],
    [
      'the tickets that it returned',
      purchase('CONFIRMED'),
      purchase('CANCELLED'),
      { cancelled: 1, returned: 3 },
    ],
    ['no tickets if it was pending', undefined, purchase('CANCELLED'), { withdrawn: 1 }],
  ])('%s', (_, before, after, expected) => {
    expect(counts(tallyDecision(before, after))).toEqual({ rejected: {}, ...expected });
  });

  it.each<[string, TalliedPurchase | undefined, TalliedPurchase | undefined]>([
    ['is changed otherwise', purchase('CONFIRMED'), purchase('CONFIRMED', { quantity: 2 })],
    ['is removed by hand', purchase('CONFIRMED'), undefined],
  ])('nothing if it %s', (_, before, after) => {
    expect(tallyDecision(before, after)).toBeUndefined();
  });

  it('its wait only if it was decided', () => {
    expect(tallyDecision(undefined, purchase('CANCELLED'))?.waits).toEqual({});
    expect(Object.values(tallyDecision(undefined, purchase('FAILED'))?.waits ?? {})).toEqual([1]);
  });
});

const decided = (waitMs: number): Tally => ({
  ...emptyTally,
  ...tallyDecision(
    undefined,
    purchase('CONFIRMED', {
      decidedAt: new Date(Date.parse(purchase('CONFIRMED').requestedAt) + waitMs).toISOString(),
    }),
  ),
});

const DAY_MS = 24 * 60 * 60 * 1_000;
const waits = fc.array(fc.integer({ min: 0, max: 14 * DAY_MS }), { minLength: 1, maxLength: 200 });

describe('a percentile of the waits', () => {
  it.each([0.5, 0.99])('%d is at most 26 % too long, or 10 ms, and never too short', (share) => {
    fc.assert(
      fc.property(waits, (milliseconds) => {
        const read = readWaitPercentile(addTallies(milliseconds.map(decided)).waits, share) ?? 0;
        const sorted = milliseconds.toSorted((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        expect(read).toBeGreaterThanOrEqual(exact);
        expect(read).toBeLessThanOrEqual(Math.max(10, Math.ceil(exact * 1.26) + 1));
      }),
    );
  });

  it('is undefined without a decision', () => {
    expect(readWaitPercentile(emptyTally.waits, 0.5)).toBeUndefined();
  });

  it('counts a wait that a clock makes negative as the shortest', () => {
    expect(readWaitPercentile(decided(-5_000).waits, 0.99)).toBe(10);
  });
});

it('tallies that are added in any groups and order are the same', () => {
  const tallies = waits.map((milliseconds) => milliseconds.map(decided));
  fc.assert(
    fc.property(tallies, fc.nat(), (all, at) => {
      const cut = at % all.length;
      const parts = [addTallies(all.slice(cut)), addTallies(all.slice(0, cut))];
      expect(addTallies(parts)).toEqual(addTallies(all));
      expect(countDecided(addTallies(parts))).toBe(all.length);
    }),
  );
});
