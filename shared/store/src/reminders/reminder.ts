import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { CorrelationId, Instant, known, ShowId, UserId } from '@willcall/contracts';
import { isCertainlyAhead, parseReminderDueAt } from '@willcall/domain';
import * as z from 'zod/mini';
import { listDueMinute } from '../due-minutes.ts';
import { StoreError } from '../errors.ts';
import { purchaseRef } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { WRITES_PER_CALL, writeItems } from '../write-items.ts';

/**
 * The partition key of a reminder: the minute in which it fires, and a lane, e.g.
 * `2031-05-31T20:00#7`.
 */
export const ReminderKey = z.string().check(
  z.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}#\d+$/),
  z.refine((key) => !Number.isNaN(Date.parse(`${key.slice(0, 16)}Z`))),
);

/**
 * A reminder of one purchase. At most 1 KB with the longest user id, so that setting and firing it
 * cost one write unit each. The details of the purchase are read when it fires.
 */
export const ReminderRecord = z.object({
  dueKey: ReminderKey,
  purchaseRef: z.string(),
  userId: UserId,
  recordKey: z.string(),
  showId: ShowId,
  /** The minute of the key: when it fires. The exact due time depends on the show, and is computed then. */
  dueAt: Instant,
  /** Unix time in seconds, after which DynamoDB may remove the item. */
  expiresAt: z.int(),
  correlationId: CorrelationId,
  /** Set once: by the sweep, or on creation if no sweep would reach the reminder. */
  firedAt: z.optional(Instant),
  cancelledAt: z.optional(Instant),
});
export type ReminderRecord = z.infer<typeof ReminderRecord>;

/** A reminder to set. */
export type NewReminder = Pick<
  ReminderRecord,
  'dueKey' | 'userId' | 'recordKey' | 'showId' | 'correlationId'
> & {
  /** Set if no sweep would reach the reminder. It then fires when it is set. */
  readonly firedAt?: string | undefined;
};

/**
 * Seconds from the due time to the TTL. The sweep runs first, and the TTL covers an outage of the
 * sweep of up to a day.
 */
const KEPT_SECONDS = 24 * 60 * 60;

/**
 * Creates the record of a reminder.
 *
 * @param awaitedAt ISO 8601. The TTL is a day after this time, or a day after the due time if that
 *   is later.
 */
export function makeReminderRecord(reminder: NewReminder, awaitedAt?: string): ReminderRecord {
  const dueAt = parseReminderDueAt(reminder.dueKey);
  const lastAwaited = Math.max(Date.parse(dueAt), Date.parse(awaitedAt ?? dueAt));
  return {
    ...reminder,
    purchaseRef: purchaseRef(reminder.userId, reminder.recordKey),
    dueAt,
    expiresAt: Math.floor(lastAwaited / 1_000) + KEPT_SECONDS,
  };
}

/**
 * Sets a reminder: 1 write unit, and 1 more for the first of a minute. Repeating the call changes
 * nothing. A cancelled reminder waits again, because the purchase may return to an earlier lead.
 *
 *     nothing ── set ──▶ waiting ── fire ──▶ fired (✗ set)
 *                       ▲      │ cancel
 *                       └ set ─┴─▶ cancelled
 *
 * @returns whether the reminder is waiting now; false if it has already fired.
 * @throws StoreError STORE_UNAVAILABLE: the reminder may have been set.
 */
export async function setReminder(
  store: Store<'reminders'>,
  reminder: NewReminder,
): Promise<boolean> {
  // A reminder that is set as fired waits for no sweep.
  if (reminder.firedAt === undefined) await listDueMinute(store, 'reminders', reminder.dueKey);
  const { kind } = await sendConditional(
    'set the reminder',
    store.documents.send(
      new PutCommand({
        TableName: store.tables.reminders,
        Item: makeReminderRecord(reminder, reminder.firedAt),
        ConditionExpression: 'attribute_not_exists(firedAt)',
      }),
    ),
  );
  return kind === 'written';
}

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
 * @param now the current time.
 * @returns for each reminder whether it is waiting now (false if it had fired), or the StoreError
 *   STORE_UNAVAILABLE for which it may not have been set. Nothing is written after the return.
 */
export async function setReminders(
  store: Store<'reminders'>,
  reminders: readonly NewReminder[],
  now: Date,
): Promise<PromiseSettledResult<boolean>[]> {
  const results = new Map<NewReminder, PromiseSettledResult<boolean>>();
  const ready: NewReminder[] = [];
  const byMinute = Map.groupBy(reminders, ({ dueKey }) => parseReminderDueAt(dueKey));
  await Promise.all(
    [...byMinute].map(async ([dueAt, ofMinute]) => {
      const [first] = ofMinute;
      if (first === undefined) return;
      if (!isCertainlyAhead(dueAt, now)) {
        await setEach(store, ofMinute, results);
        return;
      }
      const [listed] = await Promise.allSettled([listDueMinute(store, 'reminders', first.dueKey)]);
      if (listed.status === 'fulfilled') ready.push(...ofMinute);
      else for (const reminder of ofMinute) results.set(reminder, listed);
    }),
  );
  const calls = Array.from({ length: Math.ceil(ready.length / WRITES_PER_CALL) }, (_, nth) =>
    ready.slice(nth * WRITES_PER_CALL, (nth + 1) * WRITES_PER_CALL),
  );
  await Promise.all(calls.map((call) => setTogether(store, call, results)));
  return reminders.map((reminder) => known(results.get(reminder), 'result'));
}

type Results = Map<NewReminder, PromiseSettledResult<boolean>>;

async function setTogether(
  store: Store<'reminders'>,
  reminders: readonly NewReminder[],
  results: Results,
): Promise<void> {
  const writes = reminders.map((reminder) => ({
    PutRequest: { Item: makeReminderRecord(reminder) },
  }));
  const [written] = await Promise.allSettled([
    writeItems(store, store.tables.reminders, writes, 'set the reminders'),
  ]);
  // DynamoDB refuses a whole call for one of its items: the others must not suffer from it.
  if (written.status === 'rejected' && isAboutOneItem(written.reason)) {
    await setEach(store, reminders, results);
    return;
  }
  const result = written.status === 'rejected' ? written : { ...written, value: true };
  for (const reminder of reminders) results.set(reminder, result);
}

/** Sets each reminder alone. The SDK's connections bound how many at a time. */
async function setEach(
  store: Store<'reminders'>,
  reminders: readonly NewReminder[],
  results: Results,
): Promise<void> {
  const set = reminders.map(async (reminder) => {
    const [result] = await Promise.allSettled([setReminder(store, reminder)]);
    results.set(reminder, result);
  });
  await Promise.all(set);
}

/** Errors about one item of a call, not about the table or the way to it. */
const ITEM_ERRORS: readonly string[] = [
  'ValidationException',
  'TransactionConflictException',
  'ItemCollectionSizeLimitExceededException',
];

const isAboutOneItem = (error: unknown): boolean =>
  error instanceof StoreError &&
  error.cause instanceof Error &&
  ITEM_ERRORS.includes(error.cause.name);
