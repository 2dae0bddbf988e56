import { CURRENCY_DECIMALS, known, type Total } from '@willcall/contracts';

/**
 * The decimals that the payment provider (Stripe) counts a currency's amounts in, where they differ from ISO 4217's.
 * It charges whole ISK and UGX, and takes them in hundredths all the same.
 * Source: https://docs.stripe.com/currencies#zero-decimal and #special-cases, read in November 2026
 */
const PROVIDER_DECIMALS: ReadonlyMap<string, number> = new Map([
  ['ISK', 2],
  ['UGX', 2],
  ['MGA', 0],
]);

/** Currencies with three decimals that the provider charges, with a last digit of 0. Source: as above. */
const THREE_DECIMALS: ReadonlySet<string> = new Set(['BHD', 'JOD', 'KWD', 'OMR', 'TND']);

/**
 * The least charge in a currency, in its minor unit of ISO 4217, for an account that is paid out in it. An account
 * that is paid out in another currency needs the equivalent of that one's, which only the provider can compute.
 * Source: https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts, read in November 2026
 */
const LEAST: ReadonlyMap<string, number> = new Map([
  ...'USD ARS AUD BRL CAD CHF COP EUR IDR ILS INR NZD PHP RUB SGD ZAR JPY KRW'
    .split(' ')
    .map((code) => [code, 50] as const),
  ['AED', 200],
  ['CZK', 1_500],
  ['DKK', 250],
  ['GBP', 30],
  ['HKD', 400],
  ['HUF', 17_500],
  ['MXN', 1_000],
  ['MYR', 200],
  ['NOK', 300],
  ['PLN', 200],
  ['RON', 200],
  ['SEK', 300],
  ['THB', 1_000],
]);

/** The most that every card can be charged, in the provider's units: nine digits for American Express. Source: as above. */
const MOST_UNITS = 999_999_999;

const findDecimals = (currency: string): number =>
  known(CURRENCY_DECIMALS.get(currency), 'currency of ISO 4217');

/** How many of the provider's units a whole unit of a currency is, and how many minor units of ISO 4217. */
const findScales = (currency: string) => {
  const minor = findDecimals(currency);
  return { provider: 10 ** (PROVIDER_DECIMALS.get(currency) ?? minor), iso: 10 ** minor };
};

/** Whether the provider has a unit for the currency. It has none for thousandths of an IQD. */
const isChargeable = (currency: string): boolean =>
  findDecimals(currency) <= 2 || THREE_DECIMALS.has(currency);

/** The amounts of a currency that can be charged are multiples of this, in minor units. So are those of refunds. */
export const findChargeStep = (currency: string): number => {
  if (THREE_DECIMALS.has(currency)) return 10;
  const { provider, iso } = findScales(currency);
  return Math.max(1, iso / provider);
};

/** Converts minor units of ISO 4217 to the units of the payment provider. */
export const toProviderUnits = ({ amount, currency }: Total): number => {
  const { provider, iso } = findScales(currency);
  return (amount * provider) / iso;
};

/**
 * Converts units of the payment provider to minor units of ISO 4217. It does not round: an amount that willcall
 * cannot have charged, such as a hundredth of an ISK, stays another amount than any of willcall's.
 *
 * @param currency a code of ISO 4217 in any case. One that willcall does not know keeps the provider's units.
 */
export const fromProviderUnits = (units: number, currency: string): Total => {
  const code = currency.toUpperCase();
  if (!CURRENCY_DECIMALS.has(code)) return { amount: units, currency: code };
  const { provider, iso } = findScales(code);
  return { amount: (units * iso) / provider, currency: code };
};

/** Why the payment provider cannot charge an amount. */
export type ChargeFault =
  | { readonly kind: 'currency' }
  /** The amount must be a multiple of `step`. */
  | { readonly kind: 'step'; readonly step: number }
  /** The least and the most that can be charged, in minor units. */
  | { readonly kind: 'too-little'; readonly least: number }
  | { readonly kind: 'too-much'; readonly most: number };

/**
 * Finds out why the payment provider cannot charge any number of tickets, up to `tickets`, at a price. A price of 0 is
 * not charged at all.
 *
 * @returns undefined if it can.
 */
export function findChargeFault(price: Total, tickets: number): ChargeFault | undefined {
  const { amount, currency } = price;
  if (amount === 0) return undefined;
  if (!isChargeable(currency)) return { kind: 'currency' };
  const step = findChargeStep(currency);
  if (amount % step !== 0) return { kind: 'step', step };
  const least = LEAST.get(currency) ?? step;
  if (amount < least) return { kind: 'too-little', least };
  const affordable = fromProviderUnits(MOST_UNITS, currency).amount / tickets;
  const most = Math.floor(affordable / step) * step;
  return amount > most ? { kind: 'too-much', most } : undefined;
}
