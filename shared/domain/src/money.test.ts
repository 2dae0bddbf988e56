import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { formatMoney } from './money.ts';

it.each([
  [4500, 'EUR', 'EUR 45.00'],
  [1599, 'USD', 'USD 15.99'],
  [0, 'EUR', 'EUR 0.00'],
  [5, 'EUR', 'EUR 0.05'],
  [4500, 'JPY', 'JPY 4,500'],
  [4500, 'KWD', 'KWD 4.500'],
  [4500, 'CLF', 'CLF 0.4500'],
  [800_000_000, 'GBP', 'GBP 8,000,000.00'],
])('%i minor units of %s are %s', (amount, currency, text) => {
  expect(formatMoney({ amount, currency })).toBe(text);
});

describe('prices that were printed 100 or 1,000 times too high', () => {
  it.each([
    ['HUF', 'HUF 1,599.00'],
    ['IDR', 'IDR 1,599.00'],
    ['ALL', 'ALL 1,599.00'],
    ['LBP', 'LBP 1,599.00'],
    ['MGA', 'MGA 1,599.00'],
    ['IQD', 'IQD 159.900'],
  ])('of %s have the decimals of ISO 4217', (currency, text) => {
    expect(formatMoney({ amount: 159_900, currency })).toBe(text);
  });
});

describe('every active currency of ISO 4217', () => {
  it.each([...CURRENCY_DECIMALS])('%s has %i decimals', (currency, decimals) => {
    const whole = '1'.padEnd(decimals + 1, '0');
    const text = decimals === 0 ? '1' : `1.${'0'.repeat(decimals)}`;
    expect(formatMoney({ amount: Number(whole), currency })).toBe(`${currency} ${text}`);
  });
});

it('a currency that only another release knows keeps its minor units, and says so', () => {
  expect(formatMoney({ amount: 4500, currency: 'ZZZ' })).toBe('ZZZ 4,500 in minor units');
});
