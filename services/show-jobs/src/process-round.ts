import {
  END_OF_SHARD,
  finishJob,
  type JobPosition,
  readShow,
  type ShowJob,
  type ShowRecord,
  saveJobPosition,
} from '@willcall/store';
import type { ShowJobsDependencies } from './job-actions.ts';
import { findNextPass } from './passes.ts';
import { processShard } from './process-shard.ts';

/** A pass of a job over the journal of its show, at the start of a round. */
export type Pass = {
  readonly job: ShowJob;
  readonly beganAt: string;
  readonly failures: number;
  readonly reached: JobPosition;
  /** The number of purchases changed in this turn. */
  readonly changed: number;
};

export type RoundResult =
  | { readonly kind: 'continues'; readonly pass: Pass }
  /** No time is left. The next turn continues from the saved position. */
  | { readonly kind: 'out-of-time'; readonly changed: number }
  /** The pass is complete, and another one must follow. */
  | { readonly kind: 'repeats'; readonly changed: number }
  | { readonly kind: 'ended'; readonly changed: number }
  /** The listed job no longer exists: the show changed again, or another turn ended the job. */
  | { readonly kind: 'superseded'; readonly changed: number };

/** Stock shards that are processed side by side. */
const SHARDS_AT_ONCE = 8;

/** The saved pass of a job, or a new one. */
export const openPass = (job: ShowJob, now: Date): Pass => ({
  job,
  beganAt: job.beganAt ?? now.toISOString(),
  failures: job.failures,
  reached: job.reached ?? {},
  changed: 0,
});

/**
 * Processes a page of the journal in some stock shards of the current show, side by side, and saves how far
 * each came. Processing a purchase again after a lost position changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE. The position is saved first.
 */
export async function processRound(
  { job, beganAt, ...before }: Pass,
  dependencies: ShowJobsDependencies,
): Promise<RoundResult> {
  const { store, clock, timeLeft } = dependencies;
  const show = await readShow(store, job.showId, { consistent: true });
  if (!isNeeded(job, show)) return end(before.changed);

  const results = await Promise.all(
    listUnfinished(show, before.reached).map(async (shard) => {
      const after = before.reached[shard] ?? job.since;
      return {
        shard,
        ...(await processShard({ kind: job.kind, show, shard, after }, dependencies)),
      };
    }),
  );
  const failures = before.failures + sum(results.map((result) => result.failures));
  const changed = before.changed + sum(results.map((result) => result.changed));
  const reached: JobPosition = {
    ...before.reached,
    ...Object.fromEntries(
      results.flatMap((result) =>
        result.reached === undefined ? [] : [[result.shard, result.reached]],
      ),
    ),
  };
  const failed = results.find(({ error }) => error !== undefined);
  if (failed === undefined && listUnfinished(show, reached).length === 0) return pass();
  const isOurs = await saveJobPosition(store, job, {
    kind: 'under-way',
    ...{ reached, beganAt, failures },
  });
  if (!isOurs) return { kind: 'superseded', changed };
  if (failed !== undefined) throw failed.error;
  return timeLeft() > 0
    ? { kind: 'continues', pass: { job, beganAt, failures, reached, changed } }
    : { kind: 'out-of-time', changed };

  async function pass(): Promise<RoundResult> {
    const next = findNextPass(job, { beganAt, failures }, clock());
    if (next === undefined) return end(changed);
    const isOurs = await saveJobPosition(store, job, { kind: 'again', ...next });
    return { kind: isOurs ? 'repeats' : 'superseded', changed };
  }

  async function end(inAll: number): Promise<RoundResult> {
    return { kind: (await finishJob(store, job)) ? 'ended' : 'superseded', changed: inAll };
  }
}

/** The first shards that the pass has not finished. */
const listUnfinished = ({ buckets }: ShowRecord, reached: JobPosition): number[] =>
  [...Array(buckets).keys()]
    .filter((shard) => reached[shard] !== END_OF_SHARD)
    .slice(0, SHARDS_AT_ONCE);

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Whether the current show still needs the job. */
function isNeeded(
  { kind }: Pick<ShowJob, 'kind'>,
  show: ShowRecord | undefined,
): show is ShowRecord {
  if (show === undefined) return false;
  switch (kind) {
    case 'cancel':
      return show.cancelledAt !== undefined;
    case 'reminders':
      // A cancelled show needs no reminders.
      return show.cancelledAt === undefined;
  }
}
