import { CURRENCY_DECIMALS } from '@willcall/contracts';

/**
 * Formats an amount of money for people, e.g. `EUR 45.00` or `JPY 4,500`. It uses the currency code
 * because several currencies share the `$` sign.
 *
 * @param amount in minor units. A currency that only another release knows keeps them, and the text says so.
 */
export function formatMoney({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const decimals = CURRENCY_DECIMALS.get(currency);
  if (decimals === undefined) return `${currency} ${formatDecimal(amount, 0)} in minor units`;
  return `${currency} ${formatDecimal(amount / 10 ** decimals, decimals)}`;
}

const formatDecimal = (value: number, decimals: number): string =>
  new Intl.NumberFormat('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(value);
