import { expect, it } from 'vitest';
import { findUnchargeable, findUnrefundable } from './chargeable-price.ts';

it.each([
  ['EUR', 49, 'price.amount', 'must be 0 or at least 50: no payment is below EUR 0.50'],
  ['KWD', 5_125, 'price.amount', 'must be a multiple of 10 in KWD'],
  ['MGA', 150, 'price.amount', 'must be a multiple of 100 in MGA'],
  [
    'ISK',
    1_250_000,
    'price.amount',
    'must be at most 1249999: one payment takes the money for up to 8 tickets',
  ],
  [
    'IQD',
    1_000,
    'price.currency',
    'must be a currency that the payment provider charges, which IQD is not',
  ],
])('a price of %s %d is refused: %s', (currency, amount, path, message) => {
  const price = { amount, currency };
  expect(findUnchargeable({ payment: 'PROVIDER' }, price)).toEqual([{ path, message }]);
  expect(findUnchargeable({}, price)).toEqual([]);
});

it.each([
  ['EUR', 0],
  ['EUR', 50],
  ['JPY', 50],
  ['VND', 1],
])('a price of %s %d is accepted', (currency, amount) => {
  expect(findUnchargeable({ payment: 'PROVIDER' }, { amount, currency })).toEqual([]);
});

it.each([
  ['EUR', 1, []],
  ['EUR', undefined, []],
  ['KWD', 15, [{ path: 'refundFee', message: 'must be a multiple of 10 in KWD' }]],
  ['MGA', 100, []],
])('a fee in %s of %s is accepted or refused', (currency, fee, errors) => {
  expect(findUnrefundable(fee, currency)).toEqual(errors);
});
