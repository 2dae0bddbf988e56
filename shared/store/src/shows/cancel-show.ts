import { randomUUID } from 'node:crypto';
import { registerShowJob } from '../jobs/register-show-job.ts';
import type { Store } from '../store.ts';
import { transact } from '../transact.ts';
import type { ChangedShow } from './change-show.ts';
import { readShow } from './read-show.ts';
import { showAction } from './show-action.ts';
import type { ShowRecord } from './show-record.ts';

/**
 * Cancels a show once, if it starts when `seen` says, and registers the job that cancels its purchases
 * in the same transaction: a show is never cancelled without it.
 *
 * @param at ISO 8601: now.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the show may then be cancelled.
 */
export async function cancelShow(
  store: Store<'shows'>,
  { showId, startsAt }: Pick<ShowRecord, 'showId' | 'startsAt'>,
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<ChangedShow> {
  const outcome = await transact(
    store,
    'cancel the show',
    [
      showAction(store, showId, {
        sets: { cancelledAt: at, updatedAt: at, correlationId },
        seen: { cancelledAt: undefined, startsAt },
      }),
      registerShowJob(store, { kind: 'cancel', showId, at }),
    ],
    randomUUID(),
  );
  if (outcome.kind === 'cancelled' && outcome.reasons.includes('conflict')) return 'conflict';
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) return 'no-such-show';
  return outcome.kind === 'committed' ? show : 'refused';
}
