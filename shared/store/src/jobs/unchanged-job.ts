import type { ShowJob } from './show-job.ts';

/**
 * It is still the job that was listed: neither finished nor started over by another change of the show.
 *
 *     listed (1 change) ── the show moves again (2) ── saved by the first ✗: it knew an old start
 *
 * The time is compared as well as the count, since the next job of the show counts from one again.
 */
export const isUnchanged = (job: Pick<ShowJob, 'changedAt' | 'changes'>) => ({
  ConditionExpression: 'changedAt = :changedAt AND changes = :changes',
  ExpressionAttributeValues: { ':changedAt': job.changedAt, ':changes': job.changes },
});
