import { registerShowJob } from '../jobs/show-job.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { changeShowItem, createUnchangedCondition } from '../shows/update-show.ts';
import { type ChangedShow, commitChange } from './change-show.ts';

/**
 * Cancels a show once, if its start is unchanged since it was read. The same transaction registers
 * the job that cancels its purchases, so a show is never cancelled without that job. It
 * takes the sold-out latch off: the returns of a cancelled show do not come back on sale.
 *
 * @param at the current time, ISO 8601.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may be cancelled.
 */
export function cancelShow(
  store: Store<'shows'>,
  { showId, startsAt }: Pick<ShowRecord, 'showId' | 'startsAt'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<ChangedShow> {
  return commitChange(store, 'cancel the show', showId, [
    changeShowItem(store, showId, {
      sets: { cancelledAt: at },
      removes: ['soldOutAt'],
      where: createUnchangedCondition({ cancelledAt: undefined, startsAt }),
      at,
      correlationId,
    }),
    registerShowJob(store, { kind: 'cancel', showId, at }),
  ]);
}
