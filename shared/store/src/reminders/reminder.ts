import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CorrelationId, Instant, ShowId, UserId } from '@willcall/contracts';
import { parseReminderDueAt } from '@willcall/domain';
import * as z from 'zod';
import { purchaseRef } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { listDueMinute } from './due-minutes.ts';

/**
 * The partition key of a reminder: the minute in which it fires, and a lane, e.g.
 * `2031-05-31T20:00#7`.
 */
export const ReminderKey = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}#\d+$/)
  .refine((key) => !Number.isNaN(Date.parse(`${key.slice(0, 16)}Z`)));

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
  firedAt: Instant.optional(),
  cancelledAt: Instant.optional(),
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
  if (reminder.firedAt === undefined) await listDueMinute(store, reminder.dueKey);
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

/** The key of a reminder. */
export type ReminderName = Pick<ReminderRecord, 'dueKey' | 'purchaseRef'>;

/**
 * The condition that a reminder exists and is neither fired nor cancelled. Of several concurrent
 * calls, one succeeds. Without the first part, an update would recreate an item that the TTL has
 * just removed.
 */
const isWaiting =
  'attribute_exists(dueKey) AND attribute_not_exists(firedAt) AND attribute_not_exists(cancelledAt)';

/**
 * Fires a due reminder once: 1 write unit. The stream of the table announces it.
 *
 * @param at the current time, ISO 8601.
 * @returns whether this call fired it; false if it had fired, was cancelled, or no longer exists.
 * @throws StoreError STORE_UNAVAILABLE: the reminder may have fired.
 */
export const fireReminder = (
  store: Store<'reminders'>,
  reminder: ReminderName,
  at: string,
): Promise<boolean> => markReminder(store, reminder, 'firedAt', at);

/**
 * Cancels a waiting reminder: 1 write unit. The item is marked and left to the TTL, which costs
 * nothing. Its removal then shows that it was not forgotten.
 *
 * @param at the current time, ISO 8601.
 * @returns whether this call cancelled it.
 * @throws StoreError STORE_UNAVAILABLE: the reminder may have been cancelled.
 */
export const cancelReminder = (
  store: Store<'reminders'>,
  reminder: ReminderName,
  at: string,
): Promise<boolean> => markReminder(store, reminder, 'cancelledAt', at);

async function markReminder(
  store: Store<'reminders'>,
  { dueKey, purchaseRef }: ReminderName,
  mark: 'firedAt' | 'cancelledAt',
  at: string,
): Promise<boolean> {
  const { kind } = await sendConditional(
    'mark the reminder',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.reminders,
        Key: { dueKey, purchaseRef },
        UpdateExpression: `SET ${mark} = :at`,
        ConditionExpression: isWaiting,
        ExpressionAttributeValues: { ':at': at },
      }),
    ),
  );
  return kind === 'written';
}
