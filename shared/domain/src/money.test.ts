import { expect, it } from 'vitest';
import { formatMoney } from './money.ts';

it.each([
  [4500, 'EUR', 'EUR 45.00'],
  [1599, 'USD', 'USD 15.99'],
  [0, 'EUR', 'EUR 0.00'],
  [4500, 'JPY', 'JPY 4,500'],
  [4500, 'KWD', 'KWD 4.500'],
  [800_000_000, 'GBP', 'GBP 8,000,000.00'],
])('%i minor units of %s are %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency })).toBe(text);
});
