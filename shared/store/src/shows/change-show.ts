import type { Money } from '@willcall/contracts';
import type { Store } from '../store.ts';
import { conditionalUpdate, type UpdatedShow } from './conditional-update.ts';
import type { ShowRecord } from './show-record.ts';

/** What becomes different of a show, and by which request. */
export type ShowChanges = {
  /** Other than the show's, in its currency. */
  readonly price?: Money;
  readonly onSale?: boolean;
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/**
 * Changes a show whose price is still what `seen` says, and counts a new price.
 *
 *     read price p ── another request sets q ── change(p → r) ✗ refused: read again, q → r is the change
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export function changeShow(
  store: Store<'shows'>,
  seen: Pick<ShowRecord, 'showId' | 'price'>,
  { price, onSale, at, correlationId }: ShowChanges,
): Promise<UpdatedShow> {
  const sets = ['updatedAt = :at', 'correlationId = :request'];
  if (price !== undefined) {
    sets.push('price = :price', 'priceVersion = if_not_exists(priceVersion, :none) + :one');
  }
  if (onSale !== undefined) sets.push('onSale = :onSale');
  return conditionalUpdate(store, 'change the show', seen.showId, {
    UpdateExpression: `SET ${sets.join(', ')}`,
    ConditionExpression: 'price = :seen',
    ExpressionAttributeValues: {
      ':at': at,
      ':request': correlationId,
      ':seen': seen.price,
      ...(price === undefined ? {} : { ':price': price, ':none': 0, ':one': 1 }),
      ...(onSale === undefined ? {} : { ':onSale': onSale }),
    },
  });
}
