import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { reminderDueAtOf } from '@willcall/domain';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { CONDITION_FAILED, isConditionFailure } from './is-condition-failure.ts';
import { purchaseRef } from './reminder-keys.ts';
import type { ReminderRecord } from './reminder-record.ts';

/**
 * Seconds from the due time to the TTL: the sweep is first, and a day of it standing still is what
 * the TTL makes up for.
 */
const KEPT_SECONDS = 24 * 60 * 60;

/** A reminder to be set. */
export type NewReminder = Pick<
  ReminderRecord,
  'dueKey' | 'userId' | 'recordKey' | 'showId' | 'setFor' | 'correlationId'
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
  const dueAt = reminderDueAtOf(reminder.dueKey);
  const lastAwaited = Math.max(Date.parse(dueAt), Date.parse(reminder.firedAt ?? dueAt));
  const record: ReminderRecord = {
    ...reminder,
    purchaseRef: purchaseRef(reminder.userId, reminder.recordKey),
    dueAt,
    expiresAt: Math.floor(lastAwaited / 1_000) + KEPT_SECONDS,
  };
  try {
    await send(
      'set the reminder',
      store.documents.send(
        new PutCommand({
          TableName: store.tables.reminders,
          Item: record,
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
