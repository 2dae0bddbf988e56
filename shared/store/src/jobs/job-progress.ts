import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { BY_START, JOBS_PARTITION, jobKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { queryItems, readRecord } from '../read-items.ts';
import { type JobPosition, type ShowJob, ShowJobRecord } from './show-job.ts';

/**
 * The open jobs, the oldest change first: 0.5 read units while there are none. An index tells of them,
 * so a change of the last second may be missing: its job is seen the next time, and a job that was
 * started over since refuses to have its position saved.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listShowJobs(store: Store<'shows'>): Promise<ShowJob[]> {
  const items = await queryItems(store, 'list the jobs', {
    TableName: store.tables.shows,
    IndexName: BY_START,
    KeyConditionExpression: 'startMonth = :jobs',
    ExpressionAttributeValues: { ':jobs': JOBS_PARTITION },
  });
  return items.map((item) => {
    const { jobShowId: showId, ...job } = readRecord(ShowJobRecord, item, 'a job');
    return { ...job, showId };
  });
}

/** A job as it was listed. */
type ListedJob = Pick<ShowJob, 'kind' | 'showId' | 'changedAt' | 'changes'>;

type JobProgress =
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
  job: ListedJob,
  progress: JobProgress,
): Promise<boolean> {
  const { ConditionExpression, ExpressionAttributeValues } = isUnchanged(job);
  const { UpdateExpression, values } = createPositionUpdate(progress);
  const { kind } = await sendConditional(
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
  );
  return kind === 'written';
}

function createPositionUpdate(progress: JobProgress) {
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

/**
 * Ends a job that is done with all purchases.
 *
 * @returns whether this call ended it; false: it was ended before, or started over by another change.
 * @throws StoreError STORE_UNAVAILABLE; it may then be ended.
 */
export async function finishJob(store: Store<'shows'>, job: ListedJob): Promise<boolean> {
  const { kind } = await sendConditional(
    'end a job',
    store.documents.send(
      new DeleteCommand({
        TableName: store.tables.shows,
        Key: jobKey(job),
        ...isUnchanged(job),
      }),
    ),
  );
  return kind === 'written';
}

/**
 * It is still the job that was listed: neither finished nor started over by another change of the show.
 *
 *     listed (1 change) ── the show moves again (2) ── saved by the first ✗: it knew an old start
 *
 * The time is compared as well as the count, since the next job of the show counts from one again.
 */
const isUnchanged = (job: Pick<ShowJob, 'changedAt' | 'changes'>) => ({
  ConditionExpression: 'changedAt = :changedAt AND changes = :changes',
  ExpressionAttributeValues: { ':changedAt': job.changedAt, ':changes': job.changes },
});
