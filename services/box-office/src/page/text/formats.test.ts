import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { formatMoney } from './formats.ts';
import { chooseLanguage } from './language.ts';

it.each([
  ['en', 'EUR', '€1,599.00'],
  ['es', 'EUR', '1599,00 €'],
  ['en', 'JPY', '¥159,900'],
  ['en', 'HUF', 'HUF 1,599.00'],
  ['en', 'KWD', 'KWD 159.900'],
])('in %s, 159900 in %s is %s', (tag, currency, text) => {
  expect(formatMoney({ amount: 159_900, currency }, tag).replaceAll(/\s/g, ' ')).toBe(text);
});

it('formats every currency that a price can have', () => {
  for (const currency of CURRENCY_DECIMALS.keys()) {
    expect(formatMoney({ amount: 100, currency }, 'en')).toMatch(/1/);
  }
});

it.each([
  [['es-AR', 'en'], 'es'],
  [['fr', 'es', 'en'], 'es'],
  [['EN-gb', 'es'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
])('a browser that prefers %j gets %s', (preferred, language) => {
  expect(chooseLanguage(preferred)).toBe(language);
});
