import type { Money } from '@willcall/contracts';

/** The attributes that a price change sets on the show or the seat. */
export type PriceChange = {
  readonly previousPrice: Money;
  /** Percent of the previous price, with two decimals. Present only if the price fell. */
  readonly discountPercentage?: number;
  readonly isDiscounted: boolean;
};

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;

/** Computes a price change: 15.99 → 12.99 is a discount of 18.76 %. A rise or another currency is not a discount. */
export function computePriceChange(previousPrice: Money, price: Money): PriceChange {
  const isDiscounted =
    price.currency === previousPrice.currency && price.amount < previousPrice.amount;
  if (!isDiscounted) return { previousPrice, isDiscounted };
  return {
    previousPrice,
    discountPercentage: computePercentage(
      previousPrice.amount - price.amount,
      previousPrice.amount,
    ),
    isDiscounted,
  };
}

/**
 * Percent with two decimals, rounded half up. It uses integers until the last step. The largest one,
 * 2 × 10 000 × the highest amount = 2 × 10¹², is exact.
 */
const computePercentage = (part: number, whole: number): number =>
  Math.floor((2 * WHOLE * part + whole) / (2 * whole)) / 100;
