/**
 * Formats an amount of money for people, e.g. `EUR 45.00` or `JPY 4,500`. It uses the currency code
 * because several currencies share the `$` sign.
 *
 * @param amount in minor units. The runtime's Unicode data gives the number of decimals.
 */
export function formatMoney({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}): string {
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
  });
  const { maximumFractionDigits: digits = 0 } = format.resolvedOptions();
  // Replace the no-break space: this text goes into JSON, not into a page.
  return format.format(amount / 10 ** digits).replaceAll('\u00a0', ' ');
}
