import * as z from 'zod';

/** Every ISO 4217 code that this runtime's Unicode data knows, historical ones included. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** One million in a currency of two decimals: a revenue of a million tickets stays an exact integer. */
const MAX_AMOUNT = 100_000_000;

/** `{amount, currency}`: integer minor units (cents, pence, yen) of an ISO 4217 currency. */
export const Money = z.strictObject({
  amount: z.int().min(0).max(MAX_AMOUNT),
  currency: z.string().refine((code) => CURRENCIES.has(code), {
    error: 'must be an ISO 4217 code in capitals, e.g. EUR',
  }),
});
export type Money = z.infer<typeof Money>;

/** What several tickets cost together: more than one ticket may, and still an exact integer. */
export const Total = Money.extend({ amount: z.int().min(0) });
export type Total = z.infer<typeof Total>;
