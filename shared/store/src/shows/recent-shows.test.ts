import { expect, it } from 'vitest';
import { mayHaveChanged, type SaleTimes } from './recent-shows.ts';

const now = new Date('2031-05-31T20:00:00.000Z');
const yesterday = '2031-05-31T00:00:00.000Z';
const longAgo = '2031-05-30T19:59:59.999Z';
const coming = '2031-06-30T20:00:00.000Z';
const show = (change: Partial<SaleTimes>): SaleTimes => ({
  startsAt: coming,
  onSale: true,
  ...change,
});

it.each<[string, Partial<SaleTimes>]>([
  ['that is on sale', {}],
  ['that opened', { saleOpensAt: yesterday }],
  ['that started yesterday', { startsAt: yesterday }],
  ['whose sale closed yesterday', { saleClosesAt: yesterday }],
  ['that was paused yesterday', { onSale: false, pausedAt: yesterday }],
  ['that was paused long ago and is on sale again', { pausedAt: longAgo }],
  ['that was cancelled yesterday', { cancelledAt: yesterday }],
])('the stock of a show %s may have changed', (_, change) => {
  expect(mayHaveChanged(show(change), now)).toBe(true);
});

it.each<[string, Partial<SaleTimes>]>([
  ['that opens later', { saleOpensAt: coming }],
  ['that started long ago', { startsAt: longAgo }],
  ['whose sale closed long ago', { saleClosesAt: longAgo }],
  ['that was paused long ago', { onSale: false, pausedAt: longAgo }],
  ['that was never on sale', { onSale: false }],
  ['that was cancelled long ago', { cancelledAt: longAgo }],
])('the stock of a show %s has not changed', (_, change) => {
  expect(mayHaveChanged(show(change), now)).toBe(false);
});
