import { expect, it } from 'vitest';
import { readPrice, writePrice } from './price-text.ts';

it.each([
  ['15.99', 'EUR', 1_599],
  ['15,9', 'EUR', 1_590],
  [' 45 ', 'EUR', 4_500],
  ['0', 'EUR', 0],
  ['4500', 'JPY', 4_500],
  ['1.5', 'KWD', 1_500],
])('%j in %s is %i minor units', (text, currency, amount) => {
  expect(readPrice(text, currency)).toEqual({ amount, currency });
});

it.each([
  ['', 'EUR'],
  ['-1', 'EUR'],
  ['1.234,50', 'EUR'],
  ['1,599', 'EUR'],
  ['15.', 'EUR'],
  ['45.5', 'JPY'],
  ['free', 'EUR'],
  ['1e3', 'EUR'],
])('%j in %s is no price', (text, currency) => {
  expect(readPrice(text, currency)).toBeUndefined();
});

it.each([
  ['en-GB', 'EUR', 1_599, '15.99'],
  ['es-ES', 'EUR', 123_450, '1234,50'],
  ['es-ES', 'JPY', 4_500, '4500'],
  ['en-GB', 'KWD', 1, '0.001'],
])('in %s, a price in %s of %i is written as it is read', (tag, currency, amount, text) => {
  expect(writePrice({ amount, currency }, tag)).toBe(text);
  expect(readPrice(text, currency)).toEqual({ amount, currency });
});
