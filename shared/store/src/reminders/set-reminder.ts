import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { CONDITION_FAILED, isConditionFailure } from './is-condition-failure.ts';
import { newReminderRecord } from './new-reminder-record.ts';
import type { ReminderRecord } from './reminder-record.ts';

/** A reminder to be set. */
export type NewReminder = Pick<
  ReminderRecord,
  'dueKey' | 'userId' | 'recordKey' | 'showId' | 'correlationId'
> & {
  /** Of a reminder that no sweep would come by any more: it fires by being set. */
  readonly firedAt?: string | undefined;
};

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
  try {
    await send(
      'set the reminder',
      store.documents.send(
        new PutCommand({
          TableName: store.tables.reminders,
          Item: newReminderRecord(reminder, reminder.firedAt),
          ConditionExpression: 'attribute_not_exists(firedAt)',
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
