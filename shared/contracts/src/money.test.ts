import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCY_DECIMALS } from './currencies.ts';
import { Money, Total } from './money.ts';
import { MAX_TICKETS_PER_PURCHASE } from './purchase.ts';
import { MAX_CAPACITY } from './show.ts';

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

  it('accepts a code of three capitals exactly when ISO 4217 lists it with a minor unit', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{3}$/), (currency) => {
        expect(Money.safeParse({ amount: 1, currency }).success).toBe(
          CURRENCY_DECIMALS.has(currency),
        );
      }),
    );
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

describe('the currencies', () => {
  const codes = [...CURRENCY_DECIMALS.keys()];

  it('are the 165 active codes of ISO 4217 that have a minor unit, each once', () => {
    expect(codes).toHaveLength(165);
    for (const code of codes) expect(code).toMatch(/^[A-Z]{3}$/);
  });

  it.each([
    [0, 17],
    [2, 139],
    [3, 7],
    [4, 2],
  ])('with %i decimals are %i', (decimals, count) => {
    expect(codes.filter((code) => CURRENCY_DECIMALS.get(code) === decimals)).toHaveLength(count);
  });

  // Unicode's data is an independent list of the same currencies, and agrees with ISO 4217 but for these.
  it('have the decimals of Unicode data, except where people do not use ISO 4217’s', () => {
    const displayed = (currency: string) =>
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
        .maximumFractionDigits;
    const different = codes.filter((code) => displayed(code) !== CURRENCY_DECIMALS.get(code));
    expect(different.sort().join(' ')).toBe(
      'AFN ALL COP HUF IDR IQD IRR KPW LAK LBP MGA MMK PKR SOS SYP YER',
    );
  });

  it('include every currency of Unicode data that is neither historical nor without a minor unit', () => {
    const names = new Intl.DisplayNames('en', { type: 'currency' });
    const missing = Intl.supportedValuesOf('currency').filter(
      (code) => !CURRENCY_DECIMALS.has(code) && !/\(\d{4}[–—-]\d{4}\)/.test(names.of(code) ?? ''),
    );
    // Replaced since that data was made: ANG by XCG, BGN and HRK by EUR, CUC by CUP.
    expect(missing).toEqual(['ANG', 'BGN', 'CUC', 'HRK', 'XDR', 'XSU']);
  });

  it.each([
    ['a historical currency', 'DEM'],
    ['a currency that the euro replaced in 2026', 'BGN'],
    ['a currency that was replaced in 2025', 'ANG'],
    ['gold, which has no minor unit', 'XAU'],
    ['a drawing right, which has no minor unit', 'XDR'],
    ['the code for tests', 'XTS'],
    ['the code for no currency', 'XXX'],
  ])('do not include %s', (_, currency) => {
    expect(Money.safeParse({ amount: 1, currency }).error?.issues).toMatchObject([
      { path: ['currency'], message: 'must be a current ISO 4217 code in capitals, e.g. EUR' },
    ]);
  });
});
