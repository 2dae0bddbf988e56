import { isCertainlyAhead, parseReminderDueAt } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { forEachConcurrently } from '../for-each-concurrently.ts';
import type { Store } from '../open-store.ts';
import { WRITES_PER_CALL, writeItems } from '../write-items.ts';
import { listDueMinute } from './due-minutes.ts';
import { makeReminderRecord, type NewReminder, setReminder } from './reminder.ts';

/** BatchWriteItem calls at a time: those of a batch of a hundred purchases. */
const BATCHES_AT_ONCE = 4;
/** Single writes at a time: half of the SDK's 50 connections. */
const WRITES_AT_ONCE = 25;

/**
 * Sets reminders of different purchases, 1 write unit each and, while they are certainly ahead, 25 in
 * a call. Repeating the call changes nothing.
 *
 * **A reminder that has fired is never set again.** BatchWriteItem knows no conditions, so it writes
 * only reminders that cannot have fired: nothing fires before its due time, and until then more time
 * passes than any write takes. A reminder that is due soon, or was due, is put with the condition that
 * it has not fired. Transactions would keep the condition for all of them, for twice the write units.
 *
 *     now ──────────── 15 min ────────────▶ time
 *      │ put if not fired    │ put, 25 in a call
 *
 * Minutes that no reminder was set in before are listed first, see `listDueMinute`.
 *
 * @param now the current time.
 * @returns for each reminder whether it is waiting now (false if it had fired), or the StoreError
 *   STORE_UNAVAILABLE for which it may not have been set. Nothing is written after the return.
 */
export async function setReminders(
  store: Store<'reminders'>,
  reminders: readonly NewReminder[],
  now: Date,
): Promise<PromiseSettledResult<boolean>[]> {
  const results: PromiseSettledResult<boolean>[] = [];
  const settle = (indexes: readonly number[], result: PromiseSettledResult<boolean>) => {
    for (const index of indexes) results[index] = result;
  };
  const setAlone = async ({ reminder, index }: IndexedReminder) =>
    settle([index], await settled(setReminder(store, reminder)));
  const setTogether = async (batch: readonly IndexedReminder[]) => {
    const writes = batch.map(({ reminder }) => ({
      PutRequest: { Item: makeReminderRecord(reminder) },
    }));
    const result = await settled(
      writeItems(store, store.tables.reminders, writes, 'set the reminders'),
    );
    // DynamoDB refuses a whole call for one of its items: the others must not suffer from it.
    if (result.status === 'rejected' && isRefused(result.reason)) {
      await forEachConcurrently(batch, WRITES_AT_ONCE, setAlone);
      return;
    }
    const indexes = batch.map(({ index }) => index);
    settle(indexes, result.status === 'rejected' ? result : { status: 'fulfilled', value: true });
  };

  const listed = await listMinutes(store, reminders, settle);
  const ahead = listed.filter(({ reminder }) => canBeSetTogether(reminder, now));
  const soon = listed.filter(({ reminder }) => !canBeSetTogether(reminder, now));
  await Promise.all([
    forEachConcurrently(chunk(ahead, WRITES_PER_CALL), BATCHES_AT_ONCE, setTogether),
    forEachConcurrently(soon, WRITES_AT_ONCE, setAlone),
  ]);
  return results;
}

type IndexedReminder = { readonly reminder: NewReminder; readonly index: number };

/** Lists the minutes of the reminders. Returns those that can be set now; the others are settled. */
async function listMinutes(
  store: Store<'reminders'>,
  reminders: readonly NewReminder[],
  settle: (indexes: readonly number[], result: PromiseSettledResult<boolean>) => void,
): Promise<IndexedReminder[]> {
  const indexed = reminders.map((reminder, index) => ({ reminder, index }));
  // A reminder that is set as fired waits for no sweep.
  const ready = indexed.filter(({ reminder }) => reminder.firedAt !== undefined);
  const waiting = indexed.filter(({ reminder }) => reminder.firedAt === undefined);
  const byMinute = Map.groupBy(waiting, ({ reminder }) => parseReminderDueAt(reminder.dueKey));
  await forEachConcurrently([...byMinute.values()], WRITES_AT_ONCE, async (ofMinute) => {
    const [first] = ofMinute;
    if (first === undefined) return;
    const result = await settled(listDueMinute(store, first.reminder.dueKey));
    if (result.status === 'fulfilled') ready.push(...ofMinute);
    else
      settle(
        ofMinute.map(({ index }) => index),
        result,
      );
  });
  return ready;
}

const canBeSetTogether = ({ dueKey, firedAt }: NewReminder, now: Date): boolean =>
  firedAt === undefined && isCertainlyAhead(parseReminderDueAt(dueKey), now);

/** Errors about one item of a call, not about the table or the way to it. */
const ITEM_ERRORS: ReadonlySet<string> = new Set([
  'ValidationException',
  'TransactionConflictException',
  'ItemCollectionSizeLimitExceededException',
]);

const isRefused = (error: unknown): boolean =>
  error instanceof StoreError && error.cause instanceof Error && ITEM_ERRORS.has(error.cause.name);

const settled = async <T>(work: Promise<T>): Promise<PromiseSettledResult<T>> =>
  work.then(
    (value) => ({ status: 'fulfilled', value }),
    (reason: unknown) => ({ status: 'rejected', reason }),
  );

const chunk = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, part) =>
    items.slice(part * size, (part + 1) * size),
  );
