import { listShowJobs, type ShowJob } from '@willcall/store';
import { isDue, openPass, type PageResult, type Pass, processPage } from './process-page.ts';

import type { ShowJobsDependencies } from './process-purchases.ts';

/**
 * Milliseconds between two pages. A page is at most 500 KB, 125 read units: with the pause less than
 * a third of what a partition of the table gives a second, which the sale needs as well.
 */
const PAUSE_MS = 100;

/** What a turn did. */
export type ShowJobsCounts = {
  /** Jobs that were open and due. */
  readonly jobs: number;
  /** Purchases changed. */
  readonly changed: number;
  readonly ended: number;
};

/**
 * Works on every open job, a page of each in turn, so that no show waits for a larger one, until all
 * passes are over or the time is up. A fault ends the turn of its job alone; the next turn goes on
 * where the position stands. Two turns at once do the same work, and nothing twice.
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
  repeats: 'Show job went over all purchases, and will once more',
  superseded: 'Show job left: the show was changed again, or it was ended before',
  'out-of-time': 'Show job out of time: the next turn goes on',
};

function reportPass(
  { showId, kind }: ShowJob,
  over: FinishedPass,
  { log, measure }: ShowJobsDependencies,
): void {
  const fields = { showId, reason: kind, count: over.changed };
  if (over.kind === 'failed') {
    measure.count('ShowJobsFailed');
    log.warn('Show job failed: the next turn goes on', { ...fields, error: over.error });
  } else {
    log.info(logMessages[over.kind], fields);
  }
}
