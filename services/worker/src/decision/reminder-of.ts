import { DEFAULT_REMINDER_LEAD_SECONDS, reminderDueAt, reminderKey } from '@willcall/domain';
import { purchaseRecordKey, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';

/**
 * Where the reminder of a purchase will stand. The purchase remembers it, so that whoever cancels it
 * or changes its lead finds the reminder without an index.
 */
export function reminderOf(show: ShowRecord, { message, key }: ArrivedPurchase): string {
  const lead =
    message.reminderLeadSeconds ?? show.reminderLeadSeconds ?? DEFAULT_REMINDER_LEAD_SECONDS;
  const dueAt = reminderDueAt(show.startsAt, lead);
  return reminderKey(dueAt, message.userId, purchaseRecordKey(key));
}
