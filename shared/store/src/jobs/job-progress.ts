import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { BY_START, JOBS_PARTITION, jobKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { queryItems, readRecords } from '../read-items.ts';
import { type JobPosition, jobKind, type ShowJob } from './show-job.ts';

/**
 * Lists the open jobs, oldest change first: 0.5 read units if there are none. It reads an index, so
 * a change of the last second may be missing. Such a job is found on the next run, and a restarted
 * job rejects the position of its previous pass. A job that cannot be read is left out and stays.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listShowJobs(store: Store<'shows'>): Promise<ShowJob[]> {
  const items = await queryItems(store, 'list the jobs', {
    TableName: store.tables.shows,
    IndexName: BY_START,
    KeyConditionExpression: 'startMonth = :jobs',
    ExpressionAttributeValues: { ':jobs': JOBS_PARTITION },
  });
  const { records } = readRecords(store, jobKind, items);
  return records.map(({ jobShowId: showId, ...job }) => ({ ...job, showId }));
}

type ListedJob = Pick<ShowJob, 'kind' | 'showId' | 'changedAt' | 'changes'>;

type JobProgress =
  /** All purchases up to `reached` are done since the pass started, except for `failures`. */
  | {
      readonly kind: 'under-way';
      readonly reached: JobPosition;
      readonly beganAt: string;
      readonly failures: number;
    }
  /** The pass is complete, and another one is needed, of the entries since a time or of all. */
  | { readonly kind: 'again'; readonly notBefore: string; readonly since?: string | undefined };

/**
 * Saves the position of a job: 1 write unit per KB for the item, which has up to 3 KB, and for its index.
 *
 * @returns whether the job is unchanged since it was listed. If not, leave the job alone.
 * @throws StoreError STORE_UNAVAILABLE: the position may have been saved.
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
      return progress.since === undefined
        ? {
            UpdateExpression: 'SET notBefore = :notBefore REMOVE reached, beganAt, failures, since',
            values: { ':notBefore': progress.notBefore },
          }
        : {
            UpdateExpression:
              'SET notBefore = :notBefore, since = :since REMOVE reached, beganAt, failures',
            values: { ':notBefore': progress.notBefore, ':since': progress.since },
          };
  }
}

/**
 * Deletes a job that has processed all purchases.
 *
 * @returns whether this call deleted it; false if the job was already deleted or restarted by
 *   another change.
 * @throws StoreError STORE_UNAVAILABLE: the job may have been deleted.
 */
export async function finishJob(store: Store<'shows'>, job: ListedJob): Promise<boolean> {
  const { kind } = await sendConditional(
    'finish a job',
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
 * The condition that the job is unchanged since it was listed: neither finished nor restarted by
 * another change of the show.
 *
 *     listed (1 change) ── the show moves again (2) ── save by the first ✗: it used an old start
 *
 * The time is compared as well as the count, because the next job of the show counts from one
 * again.
 */
const isUnchanged = (job: Pick<ShowJob, 'changedAt' | 'changes'>) => ({
  ConditionExpression: 'changedAt = :changedAt AND changes = :changes',
  ExpressionAttributeValues: { ':changedAt': job.changedAt, ':changes': job.changes },
});
