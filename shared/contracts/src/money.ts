import * as z from 'zod';

/** Every ISO 4217 code in this runtime's Unicode data, including historical ones. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** One million in a currency with two decimals. The revenue of a million tickets is still an exact integer. */
const MAX_AMOUNT = 100_000_000;

/** `{amount, currency}`: integer minor units (cents, pence, yen) of an ISO 4217 currency. */
export const Money = z.strictObject({
  amount: z.int().min(0).max(MAX_AMOUNT),
  currency: z.string().refine((code) => CURRENCIES.has(code), {
    error: 'must be an ISO 4217 code in capitals, e.g. EUR',
  }),
});
export type Money = z.infer<typeof Money>;

/** The price of several tickets. It may exceed the maximum for one ticket and is still an exact integer. */
export const Total = Money.extend({ amount: z.int().min(0) });
export type Total = z.infer<typeof Total>;
