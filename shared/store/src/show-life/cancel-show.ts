import { randomUUID } from 'node:crypto';
import { registerShowJob } from '../jobs/show-job.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { changeShowItem, createUnchangedCondition } from '../shows/update-show.ts';
import { transact } from '../write-items.ts';
import { type ChangedShow, readChangedShow } from './change-show.ts';

/**
 * Cancels a show once, if its start is unchanged since it was read. The same transaction registers
 * the job that cancels its purchases, so a show is never cancelled without that job. It also clears the
 * sold-out latch, because the returns of a cancelled show do not.
 *
 * @param at the current time, ISO 8601.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may be cancelled.
 */
export async function cancelShow(
  store: Store<'shows'>,
  { showId, startsAt }: Pick<ShowRecord, 'showId' | 'startsAt'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<ChangedShow> {
  const actions = [
    changeShowItem(store, showId, {
      sets: { cancelledAt: at },
      removes: ['soldOutAt'],
      where: createUnchangedCondition({ cancelledAt: undefined, startsAt }),
      at,
      correlationId,
    }),
    registerShowJob(store, { kind: 'cancel', showId, at }),
  ];
  const outcome = await transact(store, 'cancel the show', actions, randomUUID());
  return readChangedShow(store, showId, outcome);
}
