import type { Money } from '@willcall/contracts';
import type { PriceChange } from '@willcall/domain';
import type { Store } from '../open-store.ts';
import { type UpdatedShow, updateShow } from './update-show.ts';

/** What a price change leaves on its show. */
export type PriceStamp = PriceChange & {
  readonly showId: string;
  /** The price that was announced, and which of the show's price changes it was. */
  readonly price: Money;
  readonly priceVersion: number;
  readonly lastPriceChangeAt: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Stamps a price change on its show while the price is still the one of that change, once. It sets no
 * price, so that no further change is announced.
 *
 *     price 1 ── price 2 ── stamp 2 ✓ ── stamp 1 (late) ✗ ── stamp 2 (again) ✗
 *
 * The version is compared as well as the price, since a price may come back to what it was.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the stamp may then be made.
 */
export const stampPriceChange = (
  store: Store<'shows'>,
  { showId, ...stamp }: PriceStamp,
): Promise<UpdatedShow> => updateShow(store, 'stamp the price change', showId, stampUpdate(stamp));

/** The update of a stamp, of a show or of a seat: both name their attributes alike. */
export function stampUpdate({
  price,
  priceVersion,
  discountPercentage,
  ...stamp
}: Omit<PriceStamp, 'showId'>) {
  const sets = [
    'previousPrice = :previous',
    'isDiscounted = :discounted',
    'lastPriceChangeAt = :changedAt',
    'stampedVersion = :version',
    'updatedAt = :at',
    'correlationId = :request',
  ];
  const isStillThePrice = 'price = :price AND priceVersion = :version';
  const isNotStamped = '(attribute_not_exists(stampedVersion) OR stampedVersion < :version)';
  return {
    UpdateExpression:
      discountPercentage === undefined
        ? `SET ${sets.join(', ')} REMOVE discountPercentage`
        : `SET ${sets.join(', ')}, discountPercentage = :discount`,
    ConditionExpression: `${isStillThePrice} AND ${isNotStamped}`,
    ExpressionAttributeValues: {
      ':price': price,
      ':version': priceVersion,
      ':previous': stamp.previousPrice,
      ':discounted': stamp.isDiscounted,
      ':changedAt': stamp.lastPriceChangeAt,
      ':at': stamp.at,
      ':request': stamp.correlationId,
      ...(discountPercentage === undefined ? {} : { ':discount': discountPercentage }),
    },
  };
}
