import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Store, sendConditional } from '../open-store.ts';
import type { ReminderRecord } from './reminder.ts';

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
