import type { Money } from '@willcall/contracts';
import { computePriceChange } from '@willcall/domain';

/** The price of a show or a seat, and the stamp of its latest processed change. */
export type StampedPrice = {
  readonly price?: Money | undefined;
  readonly priceVersion: number;
  readonly previousPrice?: Money | undefined;
  readonly discountPercentage?: number | undefined;
  readonly isDiscounted?: boolean | undefined;
  readonly stampedVersion?: number | undefined;
};

/** An earlier release rounded the ends of the scale, 0.01 and 99.99, to 0 and 100. */
const TOLERANCE = 0.011;

/**
 * Finds contradictions between a price and its stamp. A stamp that is older than the price is
 * still to be replaced, so only its own fields are compared.
 *
 * @param currency of the show.
 */
export function findStampFaults(
  { price, priceVersion, previousPrice, stampedVersion, ...stamp }: StampedPrice,
  currency: string,
): string[] {
  const faults: string[] = [];
  for (const [name, money] of Object.entries({ price, previousPrice })) {
    if (money !== undefined && money.currency !== currency)
      faults.push(`has a ${name} in ${money.currency}, but the show sells in ${currency}`);
  }
  const { discountPercentage: percentage, isDiscounted = false } = stamp;
  if (isDiscounted !== (percentage !== undefined))
    faults.push(
      isDiscounted
        ? 'is discounted, but has no percentage'
        : `is not discounted, but has the percentage ${percentage}`,
    );
  if (stampedVersion === undefined) {
    return previousPrice === undefined
      ? faults
      : [...faults, `has the previous price ${previousPrice.amount}, but no stamp of a change`];
  }
  if (stampedVersion > priceVersion)
    faults.push(
      `has the stamp of price version ${stampedVersion}, but its price has version ${priceVersion}`,
    );
  if (previousPrice === undefined) return [...faults, 'has a stamp without a previous price'];
  if (stampedVersion !== priceVersion || price === undefined) return faults;
  const computed = computePriceChange(previousPrice, price);
  const isSame =
    computed.isDiscounted === isDiscounted &&
    Math.abs((computed.discountPercentage ?? 0) - (percentage ?? 0)) <= TOLERANCE;
  if (!isSame)
    faults.push(
      `has a discount of ${percentage ?? 'nothing'}, but ${previousPrice.amount} to ${price.amount} is ${computed.discountPercentage ?? 'nothing'}`,
    );
  return faults;
}
