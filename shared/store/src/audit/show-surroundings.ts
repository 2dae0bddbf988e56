import { known } from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import { type ShowJobKind, showJobKinds } from '../jobs/show-job.ts';
import {
  CALENDAR_KEY,
  JOBS_PARTITION,
  jobKey,
  shardKey,
  startMonth,
  TITLES_PARTITION,
  titleKey,
} from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type ItemKey, readAtOneInstant } from '../read-at-one-instant.ts';
import type { Item } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { readShardCounters } from '../stock/stock-shards.ts';
import type { AuditedPurchase } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';

type SurroundingStore = Store<'shows' | 'stock' | 'purchases'>;

/**
 * Finds contradictions between a show and what other records say of it: the calendar, the titles,
 * its jobs, stock beyond its shards. All but the stock are read at one instant, because a request
 * may be changing the show: 2 read units each, and 1 for each possible shard.
 *
 * @param confirmed a confirmed purchase of the show, if there is one.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function findSurroundingDifferences(
  store: SurroundingStore,
  { showId, name, startsAt, buckets }: ShowRecord,
  confirmed: AuditedPurchase | undefined,
): Promise<AuditDifference[]> {
  const { shows, purchases } = store.tables;
  const items: ItemKey[] = [
    { table: shows, key: { showId } },
    { table: shows, key: CALENDAR_KEY },
    { table: shows, key: titleKey(name) },
    ...showJobKinds.map((kind) => ({ table: shows, key: jobKey({ kind, showId }) })),
    ...(confirmed === undefined
      ? []
      : [
          {
            table: purchases,
            key: { userId: confirmed.userId, recordKey: confirmed.recordKey },
          },
        ]),
  ];
  const [show, calendar, title, cancel, reminders, purchase] = await readAtOneInstant(
    store,
    'read the lists and jobs of the show at one instant',
    items,
  );
  // The request that changed the show changes the lists in the same transaction.
  const isSame = show?.name === name && show.startsAt === startsAt;
  return [
    ...(isSame ? findListFaults({ name, startsAt }, calendar, title) : []),
    ...findJobFaults({ showId, cancelledAt: show?.cancelledAt }, { cancel, reminders }, purchase),
    ...(await findSpareStock(store, { showId, buckets })),
  ];
}

const Calendar = z.object({ months: z.set(z.string()) });

function findListFaults(
  { name, startsAt }: Pick<ShowRecord, 'name' | 'startsAt'>,
  calendar: Item | undefined,
  title: Item | undefined,
): AuditDifference[] {
  const differences: AuditDifference[] = [];
  const month = startMonth(startsAt);
  if (Calendar.safeParse(calendar).data?.months.has(month) !== true) {
    const message = `The calendar does not have the month ${month}, so no list shows this show.`;
    differences.push({ code: 'SHOW_CALENDAR', message });
  }
  const { showId: key } = titleKey(name);
  if (title === undefined) {
    const message = `The titles do not have the name of the show: ${key} does not exist.`;
    differences.push({ code: 'SHOW_TITLE', message });
  } else if (title.startMonth !== TITLES_PARTITION || title.startKey !== title.title) {
    const message = `Title ${key} has the list keys ${title.startMonth} and ${title.startKey}, which do not follow from it.`;
    differences.push({ code: 'SHOW_TITLE', message });
  } else if (title.shows !== undefined && !(Number(title.shows) >= 1)) {
    // A title of an earlier release does not count its shows.
    const message = `Title ${key} counts ${title.shows} shows, but at least this one has it.`;
    differences.push({ code: 'SHOW_TITLE', message });
  }
  return differences;
}

type ShowJobs = { readonly [kind in ShowJobKind]: Item | undefined };

function findJobFaults(
  { showId, cancelledAt }: { readonly showId: string; readonly cancelledAt: unknown },
  jobs: ShowJobs,
  purchase: Item | undefined,
): AuditDifference[] {
  const differences: AuditDifference[] = [];
  if (cancelledAt !== undefined && jobs.cancel === undefined && purchase?.status === 'CONFIRMED') {
    const purchaseId = String(purchase.purchaseId);
    const message = `The show was cancelled at ${cancelledAt} and has no job that cancels its purchases, but ${purchaseId} is CONFIRMED.`;
    differences.push({ code: 'JOB_MISSING', message, purchaseId });
  }
  if (cancelledAt === undefined && jobs.cancel !== undefined) {
    const message = `${jobKey({ kind: 'cancel', showId }).showId} cancels the purchases of a show that is not cancelled.`;
    differences.push({ code: 'JOB_UNFOUNDED', message });
  }
  for (const kind of showJobKinds) {
    const job = jobs[kind];
    if (job === undefined) continue;
    const key = jobKey({ kind, showId }).showId;
    const expected = {
      kind,
      jobShowId: showId,
      startMonth: JOBS_PARTITION,
      startKey: `${job.changedAt}#${kind}#${showId}`,
    };
    for (const [name, value] of Object.entries(expected)) {
      if (job[name] === value) continue;
      const message = `Job ${key} has the ${name} ${job[name]}, but its key and its time give ${value}.`;
      differences.push({ code: 'JOB_KEYS', message });
    }
  }
  return differences;
}

async function findSpareStock(
  store: Store<'stock'>,
  { showId, buckets }: Pick<ShowRecord, 'showId' | 'buckets'>,
): Promise<AuditDifference[]> {
  const keys = Array.from({ length: MAX_SHARDS }, (_, shard) => shardKey(showId, shard));
  const { found: spare } = await readShardCounters(store, keys.slice(buckets));
  return [...spare.keys()].map((key) => ({
    code: 'STOCK_SPARE',
    message: `Stock shard ${key} exists, but the show has ${buckets} shards.`,
  }));
}

/** Finds the jobs of a show that no longer exists. Its function ends them within minutes. */
export async function findJobsWithoutShow(
  store: Store<'shows'>,
  showId: string,
  now: Date,
): Promise<AuditDifference[]> {
  const keys = showJobKinds.map((kind) => jobKey({ kind, showId }));
  const jobs = await readAtOneInstant(
    store,
    'read the jobs of the show at one instant',
    keys.map((key) => ({ table: store.tables.shows, key })),
  );
  return jobs.flatMap((job, index) => {
    const changedAt = Date.parse(String(job?.changedAt));
    if (job === undefined || now.getTime() - changedAt < JOB_ENDS_WITHIN_MS) return [];
    const { showId: key } = known(keys[index], 'key of the job');
    return [
      { code: 'SHOW_REMOVED' as const, message: `Job ${key} exists, but the show does not.` },
    ];
  });
}

/** Milliseconds: several turns of the function, which runs every minute. */
const JOB_ENDS_WITHIN_MS = 15 * 60_000;
