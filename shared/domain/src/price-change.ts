import type { Money } from '@willcall/contracts';

/** What a price change leaves on the show, or the seat, whose price it was. */
export type PriceChange = {
  readonly previousPrice: Money;
  /** Of the previous price, with two decimals; only when the price fell. */
  readonly discountPercentage?: number;
  readonly isDiscounted: boolean;
};

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;

/** Judges a price change: 15.99 → 12.99 is a discount of 18.76 %, a rise is none. Prices of two currencies do not compare. */
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
 * Percent with two decimals, half of a hundredth rounded up. In whole numbers until the last step: the
 * largest is 2 × 10 000 × the highest amount, 2 × 10¹², and exact.
 */
const computePercentage = (part: number, whole: number): number =>
  Math.floor((2 * WHOLE * part + whole) / (2 * whole)) / 100;
