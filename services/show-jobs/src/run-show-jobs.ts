import { listShowJobs, type ShowJob } from '@willcall/store';
import { isDue, openPass, type PageResult, type Pass, processPage } from './process-page.ts';
import type { ShowJobsDependencies } from './process-purchases.ts';

/**
 * Milliseconds between two pages. A page is at most 500 KB (125 read units). With the pause, a job uses less
 * than a third of a partition's read capacity, which the sale shares.
 */
const PAUSE_MS = 100;

/** The result of a turn. */
export type ShowJobsCounts = {
  /** Jobs that were open and due. */
  readonly jobs: number;
  /** Purchases changed. */
  readonly changed: number;
  readonly ended: number;
};

/**
 * Processes all due jobs, one page of each in rotation, so that no show waits for a larger one. Ends when
 * all passes or the time are over. A failure ends only its own job's turn, and the next turn continues from
 * the saved position. Two concurrent turns do the same work, and change nothing twice.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE when the jobs cannot be listed.
 */
export async function runShowJobs(dependencies: ShowJobsDependencies): Promise<ShowJobsCounts> {
  const { store, clock, wait, timeLeft, measure } = dependencies;
  const now = clock();
  const jobs = (await listShowJobs(store)).filter((job) => isDue(job, now));
  let open: readonly Pass[] = jobs.map((job) => openPass(job, now));
  let changed = 0;
  let ended = 0;
  for (let round = 0; open.length > 0 && timeLeft() > 0; round += 1) {
    if (round > 0) await wait(PAUSE_MS);
    const next: Pass[] = [];
    for (const pass of open) {
      const result = await processPageOrFail(pass, dependencies);
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
  | Exclude<PageResult, { readonly kind: 'continues' }>
  | { readonly kind: 'failed'; readonly changed: number; readonly error: unknown };

async function processPageOrFail(
  pass: Pass,
  dependencies: ShowJobsDependencies,
): Promise<PageResult | FinishedPass> {
  try {
    return await processPage(pass, dependencies);
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
