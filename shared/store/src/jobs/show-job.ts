import { Instant } from '@willcall/contracts';
import * as z from 'zod';

/** What a show's purchases can be worked through for: to cancel them, or to move their reminders. */
export const showJobKinds = ['cancel', 'reminders'] as const;
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

/** The partition of the by-start index in which the open jobs stand. */
export const JOBS_PARTITION = '#jobs';

/** The key of a show's job in the Shows table. Of each kind a show has one at a time. */
export const jobKey = ({ kind, showId }: Pick<ShowJob, 'kind' | 'showId'>): { showId: string } => ({
  showId: `#job#${kind}#${showId}`,
});
