import {
  finishJob,
  type JobPosition,
  readShow,
  type ShowJob,
  type ShowRecord,
  saveJobPosition,
  scanConfirmed,
} from '@willcall/store';
import { processPurchases, type ShowJobsDependencies } from './process-purchases.ts';

/** A pass of a job over the Purchases table, at the beginning of a page. */
export type Pass = {
  readonly job: ShowJob;
  readonly beganAt: string;
  readonly failures: number;
  readonly from?: JobPosition | undefined;
  /** Purchases changed in this turn. */
  readonly changed: number;
};

export type PageResult =
  | { readonly kind: 'continues'; readonly pass: Pass }
  /** The time is up: the next turn goes on from the position saved. */
  | { readonly kind: 'out-of-time'; readonly changed: number }
  /** The pass came to its end, and there must be another one. */
  | { readonly kind: 'repeats'; readonly changed: number }
  | { readonly kind: 'ended'; readonly changed: number }
  /** It is not the job any more that was listed: the show was changed again, or another turn ended it. */
  | { readonly kind: 'superseded'; readonly changed: number };

/** A pass as the job has it, or one from the beginning. */
export const openPass = (job: ShowJob, now: Date): Pass => ({
  job,
  beganAt: job.beganAt ?? now.toISOString(),
  failures: job.failures,
  from: job.reached,
  changed: 0,
});

/**
 * Does a job for the purchases of one page, by the show as it is now, and saves the position: at the
 * end of the page, or behind the last purchase that was done. What was done twice, because a position
 * was lost, changes nothing the second time.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the position stands behind what was done.
 */
export async function processPage(
  { job, beganAt, from, ...counts }: Pass,
  dependencies: ShowJobsDependencies,
): Promise<PageResult> {
  const { store, clock, pageRecords } = dependencies;
  const show = await readShow(store, job.showId, { consistent: true });
  if (!isNeeded(job, show)) return end(counts.changed);

  const page = await scanConfirmed(store, job.showId, pageRecords, from);
  const work = await processPurchases(page.purchases, job, show, dependencies);
  const failures = counts.failures + work.failures + page.unreadable;
  const changed = counts.changed + work.changed;
  reportUnreadable(page.unreadable, job, dependencies);

  if (work.done === page.purchases.length) {
    return page.next === undefined ? pass() : goOn(page.next);
  }
  const last = page.purchases[work.done - 1];
  if (last !== undefined) {
    const reached = { userId: last.userId, recordKey: last.recordKey };
    const isOurs = await save(reached);
    if (!isOurs) return { kind: 'superseded', changed };
  }
  if (work.error !== undefined) throw work.error;
  return { kind: 'out-of-time', changed };

  async function goOn(reached: JobPosition): Promise<PageResult> {
    return (await save(reached))
      ? { kind: 'continues', pass: { job, beganAt, failures, from: reached, changed } }
      : { kind: 'superseded', changed };
  }

  async function pass(): Promise<PageResult> {
    const notBefore = nextPassAt(job, { beganAt, failures }, clock());
    if (notBefore === undefined) return end(changed);
    const isOurs = await saveJobPosition(store, job, { kind: 'again', notBefore });
    return { kind: isOurs ? 'repeats' : 'superseded', changed };
  }

  async function end(inAll: number): Promise<PageResult> {
    return { kind: (await finishJob(store, job)) ? 'ended' : 'superseded', changed: inAll };
  }

  function save(reached: JobPosition): Promise<boolean> {
    return saveJobPosition(store, job, { kind: 'under-way', reached, beganAt, failures });
  }
}

function reportUnreadable(
  count: number,
  { showId }: ShowJob,
  { log, measure }: ShowJobsDependencies,
): void {
  if (count === 0) return;
  measure.count('ShowJobPurchasesFailed', count);
  log.error('Purchases cannot be read: they do not follow their show', { showId, count });
}

/**
 * Milliseconds. Whoever read the show before it was changed may still commit a sale by what they read,
 * until their function's time is over: 20 s for a worker, 60 s for the last chance, and the clocks of
 * two machines may differ by some more.
 */
const SETTLED_AFTER_MS = 90_000;

/** Milliseconds until purchases that could not be done are tried again, by a pass over the whole table. */
const RETRY_DELAY_MS = 10 * 60_000;

const addMilliseconds = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/**
 * Before when there must be another pass; undefined: the job is done.
 *
 *     the show is changed ── pass begins ── a sale by the show as it was ── … 90 s ── pass begins ── done
 *                            (most are done)                                         (all are done)
 */
export function nextPassAt(
  { changedAt }: Pick<ShowJob, 'changedAt'>,
  { beganAt, failures }: { readonly beganAt: string; readonly failures: number },
  now: Date,
): string | undefined {
  if (failures > 0) return addMilliseconds(now.toISOString(), RETRY_DELAY_MS);
  const settledAt = addMilliseconds(changedAt, SETTLED_AFTER_MS);
  return Date.parse(beganAt) < Date.parse(settledAt) ? settledAt : undefined;
}

/** Whether a job may go on by now. */
export const isDue = ({ notBefore }: Pick<ShowJob, 'notBefore'>, now: Date): boolean =>
  notBefore === undefined || Date.parse(notBefore) <= now.getTime();

/** Whether there is anything to be done for the purchases of a show as it is now. */
function isNeeded(
  { kind }: Pick<ShowJob, 'kind'>,
  show: ShowRecord | undefined,
): show is ShowRecord {
  if (show === undefined) return false;
  switch (kind) {
    case 'cancel':
      return show.cancelledAt !== undefined;
    case 'reminders':
      // What is cancelled is reminded of nothing.
      return show.cancelledAt === undefined;
  }
}
