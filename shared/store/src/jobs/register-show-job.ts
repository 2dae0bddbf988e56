import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';
import { JOBS_PARTITION, jobKey, type ShowJobKind } from './show-job.ts';

export type NewShowJob = {
  readonly kind: ShowJobKind;
  readonly showId: string;
  /** ISO 8601: when the show is changed. */
  readonly at: string;
};

/**
 * The part of a transaction that cancels a show or moves its start which sees to its purchases: they
 * are too many for the request, so a job goes through them. A second change starts the job over.
 */
export const registerShowJob = (
  store: Store<'shows'>,
  { kind, showId, at }: NewShowJob,
): TransactionAction => ({
  Update: {
    TableName: store.tables.shows,
    Key: jobKey({ kind, showId }),
    UpdateExpression: [
      'SET startMonth = :jobs, startKey = :order, kind = :kind, jobShowId = :show,',
      'changedAt = :at, changes = if_not_exists(changes, :none) + :one',
      'REMOVE reached, beganAt, failures, notBefore',
    ].join(' '),
    ExpressionAttributeValues: {
      ':jobs': JOBS_PARTITION,
      ':order': `${at}#${kind}#${showId}`,
      ':kind': kind,
      ':show': showId,
      ':at': at,
      ':none': 0,
      ':one': 1,
    },
  },
});
