import { expect, it } from 'vitest';
import { announce, findAnnouncementRate } from './announcements.ts';

it('announces at once what is decided more slowly than the rate', () => {
  expect(announce([100, 50, 0], 100)).toEqual({
    ratePerSecond: 100,
    longestLag: 0,
    allAnnouncedAfter: 3,
  });
});

it('lags by what has gathered, and catches up', () => {
  expect(announce([300, 0, 50, 250], 100)).toEqual({
    ratePerSecond: 100,
    longestLag: 2,
    allAnnouncedAfter: 6,
  });
});

it.each([
  ['four stream shards of a new table', {}, 'eu-west-1', 7_805],
  [
    'eight of a warm one',
    { purchases: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 8_000 } },
    'eu-west-1',
    15_610,
  ],
  [
    'the quota of a small region',
    { purchases: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 40_000 } },
    'eu-north-1',
    6_000,
  ],
  [
    'the quota of one of the smallest regions',
    { purchases: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 40_000 } },
    'eu-south-1',
    4_000,
  ],
])('the rate follows from %s', (_, rates, region, expected) => {
  expect(Math.round(findAnnouncementRate(rates, region))).toBe(expected);
});
