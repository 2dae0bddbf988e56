import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { updateShow } from '../shows/update-show.ts';
import { readShowAndStock } from './read-stock.ts';

/**
 * Sets the sold-out latch of a show, if one look at the show and all of its stock at one instant adds
 * up to nothing, and nothing has come back since:
 *
 *     look: 0 left, returns 7 ── latch if returns = 7 ✓ ── a ticket comes back: returns 8, latch cleared
 *     look: 0 left, returns 7 ── a ticket comes back: returns 8 ── latch if returns = 7 ✗
 *     look ── another worker latches ── latch if there is none ✗
 *
 * Tickets only go up together with `returns`, so under the latch there are none: 2 read units for the
 * show and each shard, and 1 write unit.
 *
 * @returns whether this call has set it.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING; it may then be set.
 */
export async function latchSoldOut(
  store: Store<'shows' | 'stock'>,
  { showId, buckets }: Pick<ShowRecord, 'showId' | 'buckets'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<boolean> {
  const seen = await readShowAndStock(store, showId, buckets);
  if (seen === undefined) return false;
  const { show, stock } = seen;
  const left = stock.reduce((sum, { available }) => sum + available, 0);
  const isOver = show.soldOutAt !== undefined || show.cancelledAt !== undefined;
  // A house that is still to be filled with seats is not sold out.
  if (left > 0 || isOver || show.capacity === 0) return false;
  const latched = await updateShow(store, 'set the sold-out latch', showId, {
    UpdateExpression: 'SET soldOutAt = :at, updatedAt = :at, correlationId = :request',
    ConditionExpression: '#returns = :seen AND attribute_not_exists(soldOutAt)',
    // A reserved word of DynamoDB.
    ExpressionAttributeNames: { '#returns': 'returns' },
    ExpressionAttributeValues: { ':at': at, ':request': correlationId, ':seen': show.returns },
  });
  return latched !== 'refused' && latched !== 'no-such-show';
}
