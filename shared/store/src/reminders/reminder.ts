import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { CorrelationId, Instant, ShowId, UserId } from '@willcall/contracts';
import { parseReminderDueAt } from '@willcall/domain';
import * as z from 'zod';
import { purchaseRef } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';

/** The partition of a reminder: the minute in which it is due, and a lane, e.g. `2031-05-31T20:00#7`. */
export const ReminderKey = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}#\d+$/)
  .refine((key) => !Number.isNaN(Date.parse(`${key.slice(0, 16)}Z`)));

/**
 * A reminder: whom to remind of what, and when. At most 1 KB with the longest of user ids, so that
 * setting it and firing it cost one write unit each. What it reminds of is read when it fires.
 */
export const ReminderRecord = z.object({
  dueKey: ReminderKey,
  purchaseRef: z.string(),
  userId: UserId,
  recordKey: z.string(),
  showId: ShowId,
  dueAt: Instant,
  /** Seconds since 1970, after which DynamoDB may remove it. */
  expiresAt: z.int(),
  correlationId: CorrelationId,
  /** Set once: by the sweep, or with the item when no sweep would have come by any more. */
  firedAt: Instant.optional(),
  cancelledAt: Instant.optional(),
});
export type ReminderRecord = z.infer<typeof ReminderRecord>;

/** A reminder to be set. */
export type NewReminder = Pick<
  ReminderRecord,
  'dueKey' | 'userId' | 'recordKey' | 'showId' | 'correlationId'
> & {
  /** Of a reminder that no sweep would come by any more: it fires by being set. */
  readonly firedAt?: string | undefined;
};

/**
 * Seconds from the time that a reminder is awaited at to the TTL: the sweep is first, and a day of it
 * standing still is what the TTL makes up for.
 */
const KEPT_SECONDS = 24 * 60 * 60;

/**
 * The record of a reminder that is set.
 *
 * @param awaitedAt ISO 8601: from when on it may be removed a day later, when that is after it is due.
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
 * Sets a reminder: 1 write unit. Repeating it changes nothing, and one that was cancelled stands
 * again: the purchase may have come back to a lead that it had before.
 *
 *     nothing ── set ──▶ waiting ── fire ──▶ fired (✗ set)
 *                       ▲      │ cancel
 *                       └ set ─┴─▶ cancelled
 *
 * @returns whether it stands now; false: it has fired before.
 * @throws StoreError STORE_UNAVAILABLE; it may then be set.
 */
export async function setReminder(
  store: Store<'reminders'>,
  reminder: NewReminder,
): Promise<boolean> {
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

/** Names one reminder. */
export type ReminderName = Pick<ReminderRecord, 'dueKey' | 'purchaseRef'>;

/**
 * It stands, and neither fired nor was cancelled: of all who would fire it or cancel it at once, one
 * does. Without the first part an update would make the item anew that the TTL has just removed.
 */
const isWaiting =
  'attribute_exists(dueKey) AND attribute_not_exists(firedAt) AND attribute_not_exists(cancelledAt)';

/**
 * Fires a reminder that is due, once: 1 write unit. The table's stream announces it.
 *
 * @param at the present moment, ISO 8601.
 * @returns whether this call fired it; false: it had fired, was cancelled, or is gone.
 * @throws StoreError STORE_UNAVAILABLE; it may then have fired.
 */
export const fireReminder = (
  store: Store<'reminders'>,
  reminder: ReminderName,
  at: string,
): Promise<boolean> => markReminder(store, reminder, 'firedAt', at);

/**
 * Cancels a reminder that waits: 1 write unit. It is marked and left to the TTL, which costs nothing,
 * and its removal then says that it was not forgotten.
 *
 * @param at the present moment, ISO 8601.
 * @returns whether this call cancelled it.
 * @throws StoreError STORE_UNAVAILABLE; it may then be cancelled.
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
