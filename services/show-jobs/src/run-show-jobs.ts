import { createRateLimiter, listShowJobs, type ShowJob } from '@willcall/store';
import type { ShowJobsDependencies } from './job-actions.ts';
import { isDue } from './passes.ts';
import { openPass, type Pass, processRound, type RoundResult } from './process-round.ts';

/**
 * All jobs together. A new table takes 4,000 write units a second, and the sales of other shows need some.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
 */
const WRITE_UNITS_PER_SECOND = 2_000;

/** The result of a turn. */
export type ShowJobsCounts = {
  /** Jobs that were open and due. */
  readonly jobs: number;
  /** Purchases changed. */
  readonly changed: number;
  readonly ended: number;
};

/**
 * Processes all due jobs, one round of each in rotation, so that no show waits for a larger one. Ends when
 * all passes or the time are over. A failure ends only its own job's turn, and the next turn continues from
 * the saved position. Two concurrent turns do the same work, and change nothing twice.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE when the jobs cannot be listed.
 */
export async function runShowJobs(
  given: Omit<ShowJobsDependencies, 'paid'>,
): Promise<ShowJobsCounts> {
  const { store, clock, wait, timeLeft, measure } = given;
  const pace = { now: () => clock().getTime(), wait };
  const dependencies = { ...given, paid: createRateLimiter(WRITE_UNITS_PER_SECOND, pace) };
  const now = clock();
  const jobs = (await listShowJobs(store)).filter((job) => isDue(job, now));
  let open: readonly Pass[] = jobs.map((job) => openPass(job, now));
  let changed = 0;
  let ended = 0;
  while (open.length > 0 && timeLeft() > 0) {
    const next: Pass[] = [];
    for (const pass of open) {
      const result = await processRoundOrFail(pass, dependencies);
      if (result.kind === 'continues') {
        next.push(result.pass);
        continue;
      }
      changed += result.changed;
      if (result.kind === 'ended') ended += 1;
      reportPass(pass.job, result, dependencies);
    }
    open = next;
  }
  for (const { job, changed: ofJob } of open) {
    changed += ofJob;
    reportPass(job, { kind: 'out-of-time', changed: ofJob }, dependencies);
  }
  if (ended > 0) measure.count('ShowJobsEnded', ended);
  return { jobs: jobs.length, changed, ended };
}

type FinishedPass =
  | Exclude<RoundResult, { readonly kind: 'continues' }>
  | { readonly kind: 'failed'; readonly changed: number; readonly error: unknown };

async function processRoundOrFail(
  pass: Pass,
  dependencies: ShowJobsDependencies,
): Promise<RoundResult | FinishedPass> {
  try {
    return await processRound(pass, dependencies);
  } catch (error) {
    return { kind: 'failed', changed: pass.changed, error };
  }
}

const logMessages: Record<Exclude<FinishedPass['kind'], 'failed'>, string> = {
  ended: 'Show job ended',
  repeats: 'Show job pass ended: another pass follows',
  superseded: 'Show job skipped: the show changed again, or another turn ended the job',
  'out-of-time': 'Show job out of time: the next turn continues',
};

function reportPass(
  { showId, kind }: ShowJob,
  over: FinishedPass,
  { log, measure }: ShowJobsDependencies,
): void {
  const fields = { showId, reason: kind, count: over.changed };
  if (over.kind === 'failed') {
    measure.count('ShowJobsFailed');
    log.warn('Show job failed: the next turn continues', { ...fields, error: over.error });
  } else {
    log.info(logMessages[over.kind], fields);
  }
}
