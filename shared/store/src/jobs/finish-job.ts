import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { CONDITION_FAILED, isConditionFailure } from '../reminders/is-condition-failure.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { jobKey, type ShowJob } from './show-job.ts';
import { isUnchanged } from './unchanged-job.ts';

/**
 * Ends a job that is done with all purchases.
 *
 * @returns whether this call ended it; false: it was ended before, or started over by another change.
 * @throws StoreError STORE_UNAVAILABLE; it may then be ended.
 */
export async function finishJob(
  store: Store<'shows'>,
  job: Pick<ShowJob, 'kind' | 'showId' | 'changedAt' | 'changes'>,
): Promise<boolean> {
  try {
    await send(
      'end a job',
      store.documents.send(
        new DeleteCommand({
          TableName: store.tables.shows,
          Key: jobKey(job),
          ...isUnchanged(job),
        }),
      ),
      [CONDITION_FAILED],
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
