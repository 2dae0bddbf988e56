import { Instant } from '@willcall/contracts';
import * as z from 'zod/mini';
import { JOBS_PARTITION, jobKey } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { RecordKind } from '../read-items.ts';
import type { TransactionAction } from '../write-items.ts';

/** The kinds of jobs: cancel the purchases of a show, or move their reminders. */
export const showJobKinds = ['cancel', 'reminders'] as const;
export type ShowJobKind = (typeof showJobKinds)[number];

/** The position of a pass that has read all entries of a shard. It is greater than their keys. */
export const END_OF_SHARD = '~';

/**
 * How far a pass has read a show's journal: by the number of the shard, the key of the last entry whose
 * purchases are done, or `END_OF_SHARD`. A shard without a position has not been reached.
 */
const JobPosition = z.record(z.string().check(z.regex(/^\d+$/)), z.string().check(z.minLength(1)));
export type JobPosition = Readonly<z.infer<typeof JobPosition>>;

/** An open job as stored in the Shows table. */
const ShowJobFields = z.object({
  /** The key of the item. */
  showId: z.string(),
  kind: z.enum(showJobKinds),
  /**
   * The show id. The key of the item itself starts with `#`, like the keys of all items that are
   * not shows.
   */
  jobShowId: z.string(),
  /** When the show was changed, ISO 8601. */
  changedAt: Instant,
  /** Counts the changes of the show that this job covers. Another change restarts the job. */
  changes: z.int().check(z.gte(1)),
  /** The current pass: its position, its start, and the number of purchases that failed. */
  reached: z.optional(JobPosition),
  beganAt: z.optional(Instant),
  failures: z._default(z.int().check(z.gte(0)), 0),
  /** The earliest start of the next pass. */
  notBefore: z.optional(Instant),
  /** The time of the first entry that the pass reads. Missing if it reads the whole journal. */
  since: z.optional(Instant),
});

/** The position of a job is saved under the key of its show. */
export const ShowJobRecord = ShowJobFields.check(
  z.refine(({ showId, kind, jobShowId }) => jobKey({ kind, showId: jobShowId }).showId === showId, {
    path: ['jobShowId'],
  }),
);

/** Jobs among the stored records. */
export const jobKind = {
  table: 'shows',
  schema: ShowJobRecord,
  what: 'the job',
} as const satisfies RecordKind<'shows', typeof ShowJobRecord>;

/** A job for every purchase of a show, and its position. */
export type ShowJob = Omit<z.infer<typeof ShowJobRecord>, 'jobShowId' | 'showId'> & {
  readonly showId: string;
};

/**
 * Creates the transaction action that registers a job when a show is cancelled or its start moves.
 * A request cannot process all purchases of a show, so a job does. A second change restarts the
 * job.
 *
 * @param at when the show changes, ISO 8601.
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
      'REMOVE reached, beganAt, failures, notBefore, since',
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
