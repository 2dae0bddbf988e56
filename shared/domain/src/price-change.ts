import type { Money } from '@willcall/contracts';

/** The attributes that a price change sets on the show or the seat. */
export type PriceChange = {
  readonly previousPrice: Money;
  /** Percent of the previous price, with two decimals: 0.01 to 99.99, or 100 if free. Present only if the price fell. */
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
 * 2 × 10 000 × the highest amount = 2 × 10¹², is exact. Only the whole is 100 %, and no part is 0 %: a price
 * of one cent must not read as free, nor a discount as none.
 */
function computePercentage(part: number, whole: number): number {
  const rounded = Math.floor((2 * WHOLE * part + whole) / (2 * whole));
  return (part === whole ? WHOLE : Math.min(Math.max(rounded, 1), WHOLE - 1)) / 100;
}
