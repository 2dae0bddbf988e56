/**
 * An amount of money in words for people, e.g. `EUR 45.00` or `JPY 4,500`: with the code, since a `$`
 * is of many currencies.
 *
 * @param amount in minor units: how many make one is what this runtime's Unicode data says.
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
  // The space that never breaks is for pages; this goes into JSON.
  return format.format(amount / 10 ** digits).replaceAll('\u00a0', ' ');
}
