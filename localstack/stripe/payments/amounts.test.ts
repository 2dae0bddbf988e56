import { expect, test } from 'vitest';
import { StripeFailure } from '../http/stripe-failure.ts';
import { checkAmount, formatAmount } from './amounts.ts';

const codeOf = (amount: number, currency: string): string | undefined => {
  try {
    checkAmount(amount, currency);
    return undefined;
  } catch (error) {
    return error instanceof StripeFailure ? (error.fields.code ?? 'no code') : 'another error';
  }
};

test.each([
  [50, 'usd', undefined],
  [49, 'usd', 'amount_too_small'],
  [0, 'usd', 'parameter_invalid_integer'],
  [999_999_999_999, 'usd', undefined],
  [1_000_000_000_000, 'usd', 'amount_too_large'],
  [29, 'gbp', 'amount_too_small'],
  [50, 'jpy', undefined],
  [5_120, 'kwd', undefined],
  [5_124, 'kwd', 'parameter_invalid_integer'],
  [500, 'isk', undefined],
  [550, 'isk', 'parameter_invalid_integer'],
  [50, 'xyz', 'no code'],
])('%d %s is charged, or refused with %s', (amount, currency, code) => {
  expect(codeOf(amount, currency)).toBe(code);
});

test.each([
  [50, 'usd', '$0.50'],
  [500, 'jpy', '¥500'],
  [5_120, 'kwd', 'KWD 5.120'],
  [500, 'isk', 'ISK 5'],
])('%d %s is written as %s', (amount, currency, text) => {
  expect(formatAmount(amount, currency).replace(/\s/, ' ')).toBe(text);
});
