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

/** A pass of a job over the Purchases table, at the start of a page. */
export type Pass = {
  readonly job: ShowJob;
  readonly beganAt: string;
  readonly failures: number;
  readonly from?: JobPosition | undefined;
  /** The number of purchases changed in this turn. */
  readonly changed: number;
};

export type PageResult =
  | { readonly kind: 'continues'; readonly pass: Pass }
  /** No time is left. The next turn continues from the saved position. */
  | { readonly kind: 'out-of-time'; readonly changed: number }
  /** The pass is complete, and another one must follow. */
  | { readonly kind: 'repeats'; readonly changed: number }
  | { readonly kind: 'ended'; readonly changed: number }
  /** The listed job no longer exists: the show changed again, or another turn ended the job. */
  | { readonly kind: 'superseded'; readonly changed: number };

/** The saved pass of a job, or a new one. */
export const openPass = (job: ShowJob, now: Date): Pass => ({
  job,
  beganAt: job.beganAt ?? now.toISOString(),
  failures: job.failures,
  from: job.reached,
  changed: 0,
});

/**
 * Processes one page of purchases for the current show, and saves the position: the end of the page, or the
 * last processed purchase. Processing a purchase again after a lost position changes nothing.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE. The position is saved first.
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
  log.error('Purchases cannot be read: they are not updated with their show', { showId, count });
}

/**
 * Milliseconds. A function that read the show before the change can still commit a sale until it times out:
 * 20 s for the worker, 60 s for the dead-letters function. Clock differences add some more.
 */
const SETTLED_AFTER_MS = 90_000;

/** Milliseconds until another full pass retries the failed purchases. */
const RETRY_DELAY_MS = 10 * 60_000;

const addMilliseconds = (at: string, milliseconds: number): string =>
  new Date(Date.parse(at) + milliseconds).toISOString();

/**
 * The earliest time of the next pass, or undefined if the job is done.
 *
 *     the show is changed ── pass starts ── a sale by the earlier show ── … 90 s ── pass starts ── done
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

/** Whether a job is due. */
export const isDue = ({ notBefore }: Pick<ShowJob, 'notBefore'>, now: Date): boolean =>
  notBefore === undefined || Date.parse(notBefore) <= now.getTime();

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
