import { purchaseReminder } from '@willcall/domain';
import { purchaseRecordKey, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';

/** Where the reminder of a purchase will stand, as its record remembers it. */
export const reminderOf = (show: ShowRecord, { message, key }: ArrivedPurchase): string =>
  purchaseReminder(show, {
    userId: message.userId,
    recordKey: purchaseRecordKey(key),
    reminderLeadSeconds: message.reminderLeadSeconds,
  });
