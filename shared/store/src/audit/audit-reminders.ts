import { setTimeout as wait } from 'node:timers/promises';
import {
  forEachConcurrently,
  parseReminderDueAt,
  purchaseReminderKey,
  REMINDER_LANES,
  reminderPartition,
  toMinute,
} from '@willcall/domain';
import { jobKey, parsePurchaseRef, purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readAtOneInstant } from '../read-at-one-instant.ts';
import { batchGet, type Item, queryItems } from '../read-items.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import {
  type AuditedReminder,
  readAuditedPurchase,
  readAuditedReminder,
} from './audited-records.ts';
import { toRemindedFact } from './collect-facts.ts';
import type { AuditDifference } from './differences.ts';
import { recheckEach } from './recheck-each.ts';
import { findReminderDifferences, type ReminderBooks } from './reminder-differences.ts';
import type { RemindedFact } from './sale-facts.ts';

/** The table of reminders, in addition to those of the sale, and the time. */
export type ReminderAudit = {
  readonly store: Store<'reminders'>;
  readonly clock?: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

type ReminderStore = Store<'shows' | 'purchases'>;

/** Milliseconds until a suspicion is checked again: the stream sets a reminder within seconds. */
const PAUSE_MS = 5_000;

/** Partitions that are read concurrently. */
const MAX_CONCURRENCY = 8;

/**
 * Audits the reminders of a show, those that its purchases name: 0.5 read units each. With
 * `allRecords`, also all others in their minutes and in the minute of the show's own lead: 1 read unit per 4 KB of
 * what is due in these minutes, about twenty reminders, also of other shows.
 *
 * The stream sets reminders after the sale, so what is suspicious is read again after a pause, and
 * only what stands is returned.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE (the show)
 */
export async function auditReminders(
  store: ReminderStore,
  show: ShowRecord,
  purchases: ReadonlyMap<string, RemindedFact>,
  { allRecords, ...audit }: ReminderAudit & { readonly allRecords: boolean },
): Promise<AuditDifference[]> {
  const { store: reminderStore, clock = () => new Date(), wait: pause = wait } = audit;
  const read = allRecords ? readMinutes : readNamed;
  const { reminders, differences } = await read(reminderStore, show, purchases);
  const isMoving = await isMovingReminders(store, show);
  const suspicions = findReminderDifferences({
    show,
    isMoving,
    purchases,
    reminders,
    now: clock(),
  });
  if (suspicions.length === 0) return differences;
  await pause(PAUSE_MS);
  const current = (await readShow(store, show.showId, { consistent: true })) ?? show;
  const all = { ...store, tables: { ...store.tables, ...reminderStore.tables } };
  const byRef = [...Map.groupBy(suspicions, ({ ref }) => ref)];
  const standing = await recheckEach(byRef, async ([ref, ofRef]) => {
    const books = await readAgain(all, current, ref, reminders);
    const again = findReminderDifferences({ ...books, now: clock() });
    const isThere = ({ code }: AuditDifference) => ofRef.some((first) => first.code === code);
    return again.filter(isThere).map(({ ref: _, ...difference }) => difference);
  });
  return [...differences, ...standing];
}

type ReadReminders = {
  readonly reminders: AuditedReminder[];
  readonly differences: AuditDifference[];
};

/** What is wrong with them is read again, so the reads need not be consistent. */
async function readNamed(
  store: Store<'reminders'>,
  _: ShowRecord,
  purchases: ReadonlyMap<string, RemindedFact>,
): Promise<ReadReminders> {
  const keys = [...purchases].flatMap(([ref, { reminder }]) =>
    reminder === undefined ? [] : [{ dueKey: reminder, purchaseRef: ref }],
  );
  const found: ReadReminders = { reminders: [], differences: [] };
  const table = store.tables.reminders;
  const batch = { table, what: 'the reminders', keys, consistent: false };
  await batchGet(store, batch, (items) => items.forEach(addTo(found)));
  return found;
}

const addTo =
  ({ reminders, differences }: ReadReminders) =>
  (item: Item): void => {
    const { record, differences: unread } = readAuditedReminder(item);
    if (record !== undefined) reminders.push(record);
    differences.push(...unread);
  };

async function readMinutes(
  store: Store<'reminders'>,
  show: ShowRecord,
  purchases: ReadonlyMap<string, RemindedFact>,
): Promise<ReadReminders> {
  // Any purchase without a lead of its own: only its lane depends on the buyer.
  const dueKey = purchaseReminderKey(show, { userId: '', recordKey: '' });
  const minute = toMinute(parseReminderDueAt(dueKey));
  const ownLanes = Array.from({ length: REMINDER_LANES }, (_, lane) =>
    reminderPartition(minute, lane),
  );
  const named = [...purchases.values()].flatMap(({ reminder }) => reminder ?? []);
  const partitions = [...new Set([...ownLanes, ...named])];
  const found: ReadReminders = { reminders: [], differences: [] };
  await forEachConcurrently(partitions, MAX_CONCURRENCY, async (partition) => {
    const items = await queryItems(store, 'read the reminders', {
      TableName: store.tables.reminders,
      ConsistentRead: true,
      KeyConditionExpression: 'dueKey = :dueKey',
      ExpressionAttributeValues: { ':dueKey': partition },
    });
    // Many shows start in the same minute. A reminder of a purchase of this show belongs to it.
    const isOfShow = (item: Item) =>
      item.showId === show.showId || purchases.has(String(item.purchaseRef));
    items.filter(isOfShow).forEach(addTo(found));
  });
  return found;
}

async function isMovingReminders(
  store: Store<'shows'>,
  { showId }: Pick<ShowRecord, 'showId'>,
): Promise<boolean> {
  const key = jobKey({ kind: 'reminders', showId });
  const [job] = await readAtOneInstant(store, 'read the jobs of the show', [
    { table: store.tables.shows, key },
  ]);
  return job !== undefined;
}

/** Reads one purchase, the job, the reminder that it names now and those that were suspicious. */
async function readAgain(
  store: Store<'shows' | 'purchases' | 'reminders'>,
  show: ShowRecord,
  ref: string,
  before: readonly AuditedReminder[],
): Promise<Omit<ReminderBooks, 'now'>> {
  const name = parsePurchaseRef(ref);
  const what = 'read a purchase and its reminders';
  const purchaseKey = name === undefined ? [] : [{ table: store.tables.purchases, key: name }];
  const [item] = name === undefined ? [] : await readAtOneInstant(store, what, purchaseKey);
  const fact = item?.showId === show.showId ? readAuditedPurchase(item).record : undefined;
  const dueKeys = new Set([
    ...(fact?.reminder === undefined ? [] : [fact.reminder]),
    ...before.filter((reminder) => reminder.purchaseRef === ref).map(({ dueKey }) => dueKey),
  ]);
  const items = await readAtOneInstant(store, what, [
    { table: store.tables.shows, key: jobKey({ kind: 'reminders', showId: show.showId }) },
    ...[...dueKeys].map((dueKey) => ({
      table: store.tables.reminders,
      key: { dueKey, purchaseRef: ref },
    })),
  ]);
  const [job, ...found] = items;
  return {
    show,
    isMoving: job !== undefined,
    purchases: new Map(
      fact === undefined ? [] : [[purchaseRef(fact.userId, fact.recordKey), toRemindedFact(fact)]],
    ),
    reminders: found.flatMap(
      (reminder) => (reminder && readAuditedReminder(reminder).record) ?? [],
    ),
  };
}
