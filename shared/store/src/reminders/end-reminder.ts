import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { CONDITION_FAILED, isConditionFailure } from './is-condition-failure.ts';
import type { ReminderRecord } from './reminder-record.ts';

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
): Promise<boolean> => end(store, reminder, 'firedAt', at);

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
): Promise<boolean> => end(store, reminder, 'cancelledAt', at);

async function end(
  store: Store<'reminders'>,
  { dueKey, purchaseRef }: ReminderName,
  mark: 'firedAt' | 'cancelledAt',
  at: string,
): Promise<boolean> {
  try {
    await send(
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
      [CONDITION_FAILED],
    );
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}
