import { expect, it } from 'vitest';
import { cancellableUntil, computeRefund } from './refund-rule.ts';

const startsAt = '2031-06-01T20:00:00Z';

it.each([
  ['until the start, if the show says nothing else', {}, '2031-06-01T20:00:00.000Z'],
  ['until so long before it', { refundUntilSeconds: 86_400 }, '2031-05-31T20:00:00.000Z'],
])('a paid purchase can be cancelled %s', (_, rule, until) => {
  expect(cancellableUntil({ startsAt, ...rule })).toBe(until);
});

it.each([
  ['all of it without a fee', 0, 3198],
  ['all but the fee of each ticket', 250, 2698],
  ['nothing if the fee is all of it', 1599, 0],
  ['nothing if the fee is more', 2000, 0],
])('a buyer gets back %s', (_, fee, back) => {
  expect(computeRefund(3198, { quantity: 2, fee })).toBe(back);
});
