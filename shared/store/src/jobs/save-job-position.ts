import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CONDITION_FAILED, isConditionFailure } from '../reminders/is-condition-failure.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { type JobPosition, jobKey, type ShowJob } from './show-job.ts';
import { isUnchanged } from './unchanged-job.ts';

export type JobProgress =
  /** All purchases up to there were done since the pass began, but for so many. */
  | {
      readonly kind: 'under-way';
      readonly reached: JobPosition;
      readonly beganAt: string;
      readonly failures: number;
    }
  /** The pass is over, and there must be another one. */
  | { readonly kind: 'again'; readonly notBefore: string };

/**
 * Saves how far a job came.
 *
 * @returns whether the job is still the one that was listed; if not, it must be left alone.
 * @throws StoreError STORE_UNAVAILABLE; it may then be saved.
 */
export async function saveJobPosition(
  store: Store<'shows'>,
  job: Pick<ShowJob, 'kind' | 'showId' | 'changedAt' | 'changes'>,
  progress: JobProgress,
): Promise<boolean> {
  const { ConditionExpression, ExpressionAttributeValues } = isUnchanged(job);
  const { UpdateExpression, values } = updateOf(progress);
  try {
    await send(
      'save the position of a job',
      store.documents.send(
        new UpdateCommand({
          TableName: store.tables.shows,
          Key: jobKey(job),
          UpdateExpression,
          ConditionExpression,
          ExpressionAttributeValues: { ...ExpressionAttributeValues, ...values },
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

function updateOf(progress: JobProgress) {
  switch (progress.kind) {
    case 'under-way':
      return {
        UpdateExpression:
          'SET reached = :reached, beganAt = :beganAt, failures = :failures REMOVE notBefore',
        values: {
          ':reached': progress.reached,
          ':beganAt': progress.beganAt,
          ':failures': progress.failures,
        },
      };
    case 'again':
      return {
        UpdateExpression: 'SET notBefore = :notBefore REMOVE reached, beganAt, failures',
        values: { ':notBefore': progress.notBefore },
      };
  }
}
