import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { updateShow } from '../shows/update-show.ts';
import { readShowAndStock } from './show-and-stock.ts';

/**
 * Sets the sold-out latch of a show, if one read of the show and its whole stock at one instant
 * finds no tickets, neither available nor held, and no ticket has been returned since:
 *
 *     read: 0 left, returns 7 ── latch if returns = 7 ✓ ── a ticket comes back: returns 8, latch cleared
 *     read: 0 left, returns 7 ── a ticket comes back: returns 8 ── latch if returns = 7 ✗
 *     read ── another worker latches ── latch if it is not set ✗
 *     read ── the show is cancelled ── latch if it is not cancelled ✗
 *
 * Available and held tickets together only grow with `returns`, or after the show was cancelled, which clears the latch. So there
 * are no tickets while the latch is set. 2 read units for the show and each shard, and 1 write unit.
 *
 * @returns whether this call set the latch.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING: the latch may have been
 *   set.
 */
export async function latchSoldOut(
  store: Store<'shows' | 'stock'>,
  { showId, buckets }: Pick<ShowRecord, 'showId' | 'buckets'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<boolean> {
  const seen = await readShowAndStock(store, showId, buckets);
  if (seen === undefined) return false;
  const { show, stock } = seen;
  const left = stock.reduce((sum, { available, held }) => sum + available + held, 0);
  const isOver = show.soldOutAt !== undefined || show.cancelledAt !== undefined;
  // A show whose seats are still to be added is not sold out.
  if (left > 0 || isOver || show.capacity === 0) return false;
  const latched = await updateShow(store, 'set the sold-out latch', showId, {
    UpdateExpression: 'SET soldOutAt = :at, updatedAt = :at, correlationId = :request',
    ConditionExpression:
      '#returns = :seen AND attribute_not_exists(soldOutAt) AND attribute_not_exists(cancelledAt)',
    // A reserved word of DynamoDB.
    ExpressionAttributeNames: { '#returns': 'returns' },
    ExpressionAttributeValues: { ':at': at, ':request': correlationId, ':seen': show.returns },
  });
  return latched !== 'refused' && latched !== 'no-such-show';
}
