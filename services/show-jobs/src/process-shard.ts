import {
  END_OF_SHARD,
  type JournalPage,
  readJournalPage,
  readListed,
  type ShowJob,
  type ShowRecord,
} from '@willcall/store';
import { type JobPurchase, jobActions, type ShowJobsDependencies } from './job-actions.ts';

/** Where a job goes on in one stock shard's entries of the journal. */
type ShardToProcess = {
  readonly kind: ShowJob['kind'];
  readonly show: ShowRecord;
  readonly shard: number;
  /** The key after which to read. Undefined for the start of the shard. */
  readonly after: string | undefined;
};

export type ShardProgress = {
  /** The key of the last entry whose purchases are all done, or END_OF_SHARD. */
  readonly reached: string | undefined;
  readonly changed: number;
  readonly failures: number;
  /** The transient error that ended the work, if any. */
  readonly error?: unknown;
};

/** Purchases that are read with one call, and as many as fill any transaction. */
const READ_AT_ONCE = 100;

/**
 * Processes the purchases that one page of a shard's entries sold or held, in order, until no time is left or a
 * transient error occurs. A purchase with a permanent error is logged and skipped, so that the others do not
 * wait for it. What does not fill another transaction is left to the next page, if there is one.
 */
export async function processShard(
  { kind, show, shard, after }: ShardToProcess,
  dependencies: ShowJobsDependencies,
): Promise<ShardProgress> {
  const { store, timeLeft, wait, pageEntries: limit, measure } = dependencies;
  const { count, work, select, metric } = jobActions[kind];
  let page: JournalPage | undefined;
  let changed = 0;
  let failures = 0;
  /** The number of listed purchases that were read. */
  let read = 0;
  /** Those that need work, with their places among the listed ones. */
  let waiting: { readonly place: number; readonly purchase: JobPurchase }[] = [];
  const progress = () => {
    const reached =
      page === undefined ? after : findReached(page, after, waiting[0]?.place ?? read);
    return { reached, changed, failures };
  };
  const leaveOut = (records: number): void => {
    failures += records;
    reportUnreadable(records, show, dependencies);
  };

  try {
    page = await readJournalPage(store, show.showId, shard, { after, limit });
    leaveOut(page.unreadable.length);
    const listed = listSold(page);
    for (let isFirst = true; timeLeft() > 0; isFirst = false) {
      while (waiting.length < READ_AT_ONCE && read < listed.length) {
        const names = listed.slice(read, read + READ_AT_ONCE);
        const { purchases, unreadable, missing } = await readListed(store, names, wait);
        leaveOut(unreadable.length + missing.length);
        for (const record of purchases) {
          const purchase = select(record);
          if (purchase === undefined) continue;
          const place = names.findIndex(
            ({ recordKey, userId }) =>
              recordKey === purchase.recordKey && userId === purchase.userId,
          );
          waiting.push({ place: read + place, purchase });
        }
        read += names.length;
      }
      const purchases = waiting.map(({ purchase }) => purchase);
      const together = count(show, purchases);
      const isFull = together < purchases.length;
      if (purchases.length === 0 || !(isFull || isFirst || page.next === undefined)) break;
      const outcome = await work(show, purchases.slice(0, together), dependencies);
      if (outcome.changed > 0) measure.count(metric, outcome.changed);
      for (const { purchase, error } of outcome.failed) logFailure(purchase, error, dependencies);
      changed += outcome.changed;
      failures += outcome.failed.length;
      waiting = waiting.slice(together);
    }
    return progress();
  } catch (error) {
    return { ...progress(), error };
  }
}

/**
 * A purchase that was held is listed again when it is paid, because the payment may have been under way when the show
 * changed.
 */
const givesTickets: ReadonlySet<string> = new Set(['SALE', 'HOLD', 'SETTLE']);

/** The purchases that a page sold or held, with the keys of their entries. */
const listSold = ({ entries }: JournalPage) =>
  entries
    .filter(({ kind }) => givesTickets.has(kind))
    .flatMap(({ entryKey, purchases }) =>
      purchases.map(({ userId, recordKey }) => ({ entryKey, userId, recordKey })),
    );

/** @param done the number of sold purchases, from the first on, that are done. */
function findReached(
  page: JournalPage,
  after: string | undefined,
  done: number,
): string | undefined {
  const first = listSold(page)[done];
  if (first === undefined) return page.next ?? END_OF_SHARD;
  const entry = page.entries.findIndex(({ entryKey }) => entryKey === first.entryKey);
  return page.entries[entry - 1]?.entryKey ?? after;
}

function reportUnreadable(
  count: number,
  { showId }: ShowRecord,
  { log, measure }: ShowJobsDependencies,
): void {
  if (count === 0) return;
  measure.count('ShowJobPurchasesFailed', count);
  log.error('Purchases cannot be read: they are not updated with their show', { showId, count });
}

function logFailure(
  { purchaseId, showId }: JobPurchase,
  error: unknown,
  { log, measure }: ShowJobsDependencies,
): void {
  measure.count('ShowJobPurchasesFailed');
  log.error('Purchase could not be updated with its show', { purchaseId, showId, error });
}
