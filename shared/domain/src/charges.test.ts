import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { findChargeFault, findChargeStep, fromProviderUnits, toProviderUnits } from './charges.ts';

describe('amounts in the units of the payment provider', () => {
  it.each([
    ['EUR', 4_500, 4_500],
    ['JPY', 500, 500],
    // Whole crowns and shillings, which the provider takes in hundredths.
    ['ISK', 5, 500],
    ['UGX', 5, 500],
    // ISO 4217 has hundredths of an ariary, and the provider none.
    ['MGA', 500_000, 5_000],
    ['KWD', 5_120, 5_120],
    ['HUF', 17_500, 17_500],
  ])('%s %d is %d', (currency, amount, units) => {
    expect(toProviderUnits({ amount, currency })).toBe(units);
    expect(fromProviderUnits(units, currency.toLowerCase())).toEqual({ amount, currency });
  });

  it.each([...CURRENCY_DECIMALS.keys()])('%s comes back as it was sent', (currency) => {
    for (const count of [1, 7, 29, 1_234, 99_999_999]) {
      const price = { amount: findChargeStep(currency) * count, currency };
      const units = toProviderUnits(price);
      expect(Number.isInteger(units)).toBe(true);
      expect(fromProviderUnits(units, currency)).toEqual(price);
    }
  });

  it('a hundredth of a crown is no amount of willcall', () => {
    expect(fromProviderUnits(501, 'isk')).toEqual({ amount: 5.01, currency: 'ISK' });
  });

  it('a currency that ISO 4217 does not have keeps its units', () => {
    expect(fromProviderUnits(7, 'zzz')).toEqual({ amount: 7, currency: 'ZZZ' });
  });
});

describe('a price that the payment provider charges', () => {
  it.each([
    ['nothing at all', 'EUR', 0, undefined],
    ['the least', 'EUR', 50, undefined],
    ['less than the least', 'EUR', 49, { kind: 'too-little', least: 50 }],
    [
      'less than the least of another currency',
      'HUF',
      17_499,
      { kind: 'too-little', least: 17_500 },
    ],
    ['one unit of a currency without a minimum', 'VND', 1, undefined],
    ['the highest price for eight tickets', 'EUR', 100_000_000, undefined],
    ['the most for eight tickets in hundredths', 'ISK', 1_249_999, undefined],
    [
      'more than a card can pay for eight tickets',
      'ISK',
      1_250_000,
      { kind: 'too-much', most: 1_249_999 },
    ],
    ['thousandths', 'KWD', 5_125, { kind: 'step', step: 10 }],
    ['tens of thousandths', 'KWD', 5_120, undefined],
    ['a part of an ariary', 'MGA', 5_050, { kind: 'step', step: 100 }],
    ['whole ariary', 'MGA', 5_000, undefined],
    ['a currency with a unit that the provider does not have', 'IQD', 1_000, { kind: 'currency' }],
    ['a currency of four decimals', 'CLF', 1_000, { kind: 'currency' }],
  ])('%s: %s %d', (_, currency, amount, fault) => {
    expect(findChargeFault({ amount, currency }, 8)).toEqual(fault);
  });
});
