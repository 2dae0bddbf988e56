import type { LiveSale } from '@willcall/client';
import { describe, expect, it } from 'vitest';
import {
  addAnswer,
  computePresentRate,
  computeRates,
  findLastSecond,
  fitRange,
  type LivePoint,
  sumDecided,
} from './sale-history.ts';

const NOON = Date.parse('2031-05-15T12:00:00.000Z') / 1_000;

const iso = (second: number): string => new Date((NOON + second) * 1_000).toISOString();

const point = (second: number, more: Partial<LivePoint> = {}): LivePoint => ({
  at: iso(second),
  seconds: 1,
  confirmed: 1,
  tickets: 1,
  held: 0,
  paid: 0,
  expired: 0,
  rejected: 0,
  failed: 0,
  cancelled: 0,
  returned: 0,
  withdrawn: 0,
  reasons: {},
  ...more,
});

const answer = (second: number, from: number, points: LivePoint[]): LiveSale => ({
  at: iso(second),
  capacity: 9,
  available: 9,
  held: 0,
  sold: 0,
  shards: [],
  from: iso(from),
  next: iso(second - 15),
  points,
  decided: point(from),
});

describe('an answer', () => {
  const before = [point(0), point(10), point(20)];

  it('replaces what it counts anew, and keeps what was before', () => {
    const points = addAnswer(before, answer(25, 10, [point(10, { confirmed: 5 })]));
    expect(points).toEqual([point(0), point(10, { confirmed: 5 })]);
  });

  it('with the whole hour replaces everything', () => {
    expect(addAnswer(before, answer(25, 25 - 3_600, [point(20)]))).toEqual([point(20)]);
  });

  it('drops what is older than an hour', () => {
    expect(addAnswer(before, answer(3_610, 3_600, []))).toEqual([point(10), point(20)]);
  });
});

it('the hour is the sum of its points', () => {
  const points = [
    point(0, { rejected: 3, reasons: { SOLD_OUT: 1, LIMIT_EXCEEDED: 2 } }),
    point(10, { seconds: 10, rejected: 90, failed: 9, reasons: { SOLD_OUT: 90 } }),
  ];
  expect(sumDecided(points)).toEqual({
    confirmed: 2,
    paid: 0,
    expired: 0,
    granted: 2,
    rejected: 93,
    failed: 9,
    cancelled: 0,
    withdrawn: 0,
    reasons: [
      ['SOLD_OUT', 91],
      ['LIMIT_EXCEEDED', 2],
    ],
    peak: 10,
  });
});

it('a second in which nothing was decided is a zero', () => {
  const rates = computeRates([point(0, { confirmed: 4 }), point(2, { rejected: 3 })], NOON + 2, 4);
  expect(rates).toEqual({
    step: 1,
    times: [-1, 0, 1, 2].map((second) => NOON + second),
    granted: [0, 4, 0, 1],
    refused: [0, 0, 0, 3],
  });
});

it('a payment is no decision: what it confirms was decided when it was held', () => {
  const points = [
    point(0, { confirmed: 0, held: 3 }),
    point(1, { confirmed: 2, paid: 2, expired: 1 }),
  ];
  expect(sumDecided(points)).toMatchObject({
    ...{ confirmed: 2, paid: 2, expired: 1 },
    ...{ granted: 3, peak: 3 },
  });
  expect(computeRates(points, NOON + 1, 2).granted).toEqual([3, 0]);
});

it('a point of ten seconds is ten times its mean', () => {
  const ten = point(0, { seconds: 10, confirmed: 20, rejected: 5, failed: 5 });
  const { granted, refused } = computeRates([ten], NOON + 9, 10);
  expect(granted).toEqual(new Array(10).fill(2));
  expect(refused).toEqual(new Array(10).fill(1));
});

it('an hour has a value for ten seconds, and nothing is lost', () => {
  const points = Array.from({ length: 3_600 }, (_, second) => point(second, { confirmed: 1_000 }));
  const { step, times, granted } = computeRates(points, NOON + 3_599, 3_600);
  expect([step, times.length]).toEqual([10, 360]);
  expect(granted).toEqual(new Array(360).fill(1_000));
});

it.each([
  [[], 60],
  [[point(0)], 60],
  [[point(-59)], 60],
  [[point(-60)], 300],
  [[point(-300), point(0)], 3_600],
])('the range has everything that was decided', (points, range) => {
  expect(fitRange(points, NOON)).toBe(range);
});

it('the present rate is of the last seconds of which everything is counted', () => {
  const lastSecond = findLastSecond(iso(10.5));
  expect(lastSecond).toBe(NOON + 7);
  const points = [
    point(2, { confirmed: 99 }),
    point(3, { confirmed: 20 }),
    point(7, { rejected: 4 }),
  ];
  expect(computePresentRate(points, lastSecond)).toBe(5);
});
