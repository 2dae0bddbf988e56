import * as z from 'zod/mini';
import { CURRENCY_DECIMALS } from './currencies.ts';
import { described, objectOf, wholeNumber } from './fields.ts';

/** One million in a currency with two decimals. The revenue of a million tickets is still an exact integer. */
export const MAX_AMOUNT = 100_000_000;

const CURRENCY = 'must be a current ISO 4217 code in capitals, e.g. EUR';

/** `{amount, currency}`: integer minor units (cents, pence, yen) of an ISO 4217 currency. */
export const Money = objectOf(
  {
    amount: described(
      wholeNumber(0, MAX_AMOUNT, 'whole number of minor units'),
      'The amount in minor units: cents, pence, yen.',
    ),
    currency: described(
      z
        .string({ error: CURRENCY })
        .check(z.refine((code) => CURRENCY_DECIMALS.has(code), { error: CURRENCY })),
      'The ISO 4217 code of the currency.',
    ),
  },
  'an object with amount and currency',
);
export type Money = z.infer<typeof Money>;

/** The price of several tickets. It may exceed the maximum for one ticket and is still an exact integer. */
export const Total = z.extend(Money, {
  amount: described(
    wholeNumber(0, Number.MAX_SAFE_INTEGER, 'whole number of minor units'),
    'The amount in minor units: cents, pence, yen.',
  ),
});
export type Total = z.infer<typeof Total>;
