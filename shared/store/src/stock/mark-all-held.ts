import type { Store } from '../open-store.ts';
import { updateShow } from '../shows/update-show.ts';

/**
 * Marks a show whose tickets are all held or sold, unless it has such a mark: 1 write unit and the indexes. The
 * mark ends by itself. It changes nothing else of the show, and no event follows from it.
 *
 * @returns whether this call set the mark.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may be marked.
 */
export async function markAllHeld(
  store: Store<'shows'>,
  showId: string,
  { now, seconds }: { readonly now: Date; readonly seconds: number },
): Promise<boolean> {
  const marked = await updateShow(store, 'mark the show as all held', showId, {
    UpdateExpression: 'SET allHeldUntil = :until',
    ConditionExpression: 'attribute_not_exists(allHeldUntil) OR allHeldUntil <= :now',
    ExpressionAttributeValues: {
      ':now': now.toISOString(),
      ':until': new Date(now.getTime() + seconds * 1_000).toISOString(),
    },
  });
  return typeof marked !== 'string';
}
