import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CAPACITY } from './http/shows.ts';
import { Money, Total } from './money.ts';
import { MAX_TICKETS_PER_PURCHASE } from './purchase.ts';

const HIGHEST_AMOUNT = 100_000_000;

describe('Money', () => {
  it.each([
    ['zero', { amount: 0, currency: 'EUR' }],
    ['one cent', { amount: 1, currency: 'USD' }],
    ['yen', { amount: 12_000, currency: 'JPY' }],
    ['the highest price', { amount: HIGHEST_AMOUNT, currency: 'CHF' }],
  ])('can be %s', (_, money) => {
    expect(Money.parse(money)).toEqual(money);
  });

  it.each([
    ['a negative amount', { amount: -1, currency: 'EUR' }],
    ['an amount above the highest', { amount: HIGHEST_AMOUNT + 1, currency: 'EUR' }],
    ['half a cent', { amount: 0.5, currency: 'EUR' }],
    ['an amount that is text', { amount: '100', currency: 'EUR' }],
    ['an amount beyond the exact integers', { amount: 2 ** 53, currency: 'EUR' }],
    ['no amount', { currency: 'EUR' }],
    ['no currency', { amount: 100 }],
    ['a currency in small letters', { amount: 100, currency: 'eur' }],
    ['a currency that does not exist', { amount: 100, currency: 'ZZZ' }],
    ['a currency with a space', { amount: 100, currency: 'EUR ' }],
    ['an empty currency', { amount: 100, currency: '' }],
    ['a symbol', { amount: 100, currency: '€' }],
    ['the name of an inherited member', { amount: 100, currency: 'constructor' }],
    ['a currency that is a number', { amount: 100, currency: 978 }],
    ['an unknown field', { amount: 100, currency: 'EUR', decimals: 2 }],
    ['null', null],
    ['a number alone', 100],
    ['a list', [100, 'EUR']],
  ])('cannot be %s', (_, money) => {
    expect(Money.safeParse(money).success).toBe(false);
  });

  it('accepts a code of three capitals exactly when Unicode data lists the currency', () => {
    const known = new Set(Intl.supportedValuesOf('currency'));
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{3}$/), (currency) => {
        expect(Money.safeParse({ amount: 1, currency }).success).toBe(known.has(currency));
      }),
    );
    for (const currency of ['EUR', 'USD', 'GBP', 'JPY', 'CHF', 'KWD']) {
      expect(known).toContain(currency);
    }
  });

  it('keeps the revenue of the largest show at the highest price an exact integer', () => {
    expect(Number.isSafeInteger(HIGHEST_AMOUNT * MAX_CAPACITY)).toBe(true);
  });
});

it('a total may be the price of the most tickets at the highest price', () => {
  const total = { amount: MAX_TICKETS_PER_PURCHASE * HIGHEST_AMOUNT, currency: 'EUR' };
  expect(Total.parse(total)).toEqual(total);
  expect(Total.safeParse({ ...total, amount: -1 }).success).toBe(false);
  expect(Total.safeParse({ ...total, currency: 'ZZZ' }).success).toBe(false);
});
