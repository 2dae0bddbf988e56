import type { Money } from '@willcall/contracts';
import type { PriceChange } from '@willcall/domain';
import type { Store } from '../open-store.ts';
import { type UpdatedShow, updateShow } from './update-show.ts';

/** The attributes that a price change stamps on its show. */
export type PriceStamp = PriceChange & {
  readonly showId: string;
  /** The announced price, and the version of the price change. */
  readonly price: Money;
  readonly priceVersion: number;
  readonly lastPriceChangeAt: string;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Stamps a price change on its show, once, while the show still has the price of that change. It
 * does not set the price, so that no further change is announced.
 *
 *     price 1 ── price 2 ── stamp 2 ✓ ── stamp 1 (late) ✗ ── stamp 2 (again) ✗
 *
 * The version is compared as well as the price, because a price may return to an earlier value.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the stamp may have been written.
 */
export const stampPriceChange = (
  store: Store<'shows'>,
  { showId, ...stamp }: PriceStamp,
): Promise<UpdatedShow> => updateShow(store, 'stamp the price change', showId, stampUpdate(stamp));

/** Creates the update for a stamp. Shows and seats use the same attribute names. */
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
