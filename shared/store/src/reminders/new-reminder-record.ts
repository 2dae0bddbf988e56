import { reminderDueAtOf } from '@willcall/domain';
import { purchaseRef } from './reminder-keys.ts';
import type { ReminderRecord } from './reminder-record.ts';
import type { NewReminder } from './set-reminder.ts';

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
export function newReminderRecord(reminder: NewReminder, awaitedAt?: string): ReminderRecord {
  const dueAt = reminderDueAtOf(reminder.dueKey);
  const lastAwaited = Math.max(Date.parse(dueAt), Date.parse(awaitedAt ?? dueAt));
  return {
    ...reminder,
    purchaseRef: purchaseRef(reminder.userId, reminder.recordKey),
    dueAt,
    expiresAt: Math.floor(lastAwaited / 1_000) + KEPT_SECONDS,
  };
}
