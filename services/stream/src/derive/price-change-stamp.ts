import type { EventDetail } from '@willcall/contracts';
import { StreamError } from '../errors.ts';

type Processed = EventDetail<'PriceChangeProcessed'>;

/** Of a show or a seat, what a processed price change leaves on it. */
export type Stamped = {
  readonly [Field in
    | 'previousPrice'
    | 'discountPercentage'
    | 'isDiscounted'
    | 'lastPriceChangeAt']?: Processed[Field] | undefined;
} & { readonly stampedVersion?: number | undefined };

/** The part of a PriceChangeProcessed that the stamp tells. */
export type PriceStampDetail = Pick<
  Processed,
  'previousPrice' | 'discountPercentage' | 'isDiscounted' | 'lastPriceChangeAt'
> & { readonly oldPrice: Processed['oldPrice']; readonly priceVersion: number };

/**
 * The stamp that a write has put, for another version of the price; undefined when it put none.
 *
 * @throws StreamError UNREADABLE_RECORD when the stamp is not whole.
 */
export function newStamp(before: Stamped, after: Stamped): PriceStampDetail | undefined {
  const { stampedVersion, previousPrice, isDiscounted, lastPriceChangeAt } = after;
  if (stampedVersion === undefined || stampedVersion === before.stampedVersion) return undefined;
  if (
    previousPrice === undefined ||
    isDiscounted === undefined ||
    lastPriceChangeAt === undefined
  ) {
    throw new StreamError('UNREADABLE_RECORD', 'A price change was stamped in part');
  }
  const { discountPercentage } = after;
  return {
    oldPrice: previousPrice,
    priceVersion: stampedVersion,
    previousPrice,
    ...(discountPercentage === undefined ? {} : { discountPercentage }),
    isDiscounted,
    lastPriceChangeAt,
  };
}
