import { Instant } from '@willcall/contracts';
import * as z from 'zod';
import { JOBS_PARTITION, jobKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { TransactionAction } from '../transact.ts';

/** What a show's purchases can be worked through for: to cancel them, or to move their reminders. */
const showJobKinds = ['cancel', 'reminders'] as const;
export type ShowJobKind = (typeof showJobKinds)[number];

/** Up to where a pass over the Purchases table has come: the key of a record. */
export const JobPosition = z.object({ userId: z.string(), recordKey: z.string() });
export type JobPosition = z.infer<typeof JobPosition>;

/** An open job, as stored beside the shows. */
export const ShowJobRecord = z.object({
  kind: z.enum(showJobKinds),
  /** The show. The item's own key begins with `#`, like all that are no shows. */
  jobShowId: z.string(),
  /** When the show was changed, ISO 8601. */
  changedAt: Instant,
  /** Counts the changes that this job has to see through: a later one starts it over. */
  changes: z.int().min(1),
  /** Of the pass under way: where it is, when it began, and how many purchases it could not do. */
  reached: JobPosition.optional(),
  beganAt: Instant.optional(),
  failures: z.int().min(0).default(0),
  /** Before the next pass may begin. */
  notBefore: Instant.optional(),
});

/** Work to be done on every purchase of a show, and how far it came. */
export type ShowJob = Omit<z.infer<typeof ShowJobRecord>, 'jobShowId'> & {
  readonly showId: string;
};

/**
 * The part of a transaction that cancels a show or moves its start which sees to its purchases: they
 * are too many for the request, so a job goes through them. A second change starts the job over.
 *
 * @param at ISO 8601: when the show is changed.
 */
export const registerShowJob = (
  store: Store<'shows'>,
  { kind, showId, at }: Pick<ShowJob, 'kind' | 'showId'> & { readonly at: string },
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
