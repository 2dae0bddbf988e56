import { randomUUID } from 'node:crypto';
import { parseReminderDueAt } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type TransactionAction, transact } from '../transact.ts';
import { makeReminderRecord, type NewReminder } from './reminder.ts';

/** The reminder to move. */
type ReminderMove = Omit<NewReminder, 'dueKey' | 'firedAt'> & {
  /** The current key and the new key of the reminder. They differ. */
  readonly from: string;
  readonly to: string;
  /**
   * Whether the reminder is known to have fired without an announcement. Otherwise a fired reminder
   * is not moved.
   */
  readonly hasFired: boolean;
  /** ISO 8601: now. */
  readonly at: string;
};

/**
 * Moves the reminder of a CONFIRMED purchase in one transaction:
 *
 *     purchase          reminder = from, CONFIRMED       →  reminder = to
 *     reminder at from  never fired                         (unless hasFired)
 *     reminder at to    anything or nothing              →  waiting
 *
 *     sweep: from fires ── judged: purchase says from ✓ announced ── move ✗ already fired
 *     move ✓ ── sweep: from fires ── judged: purchase says to ✗ silent ── to fires ✓ announced
 *
 * Whichever comes first, exactly one of the two is announced. An item that already exists at `to`
 * is an earlier reminder of this purchase, from when the show had that start. If it fired, it was
 * not announced. The stream of the purchase cancels the reminder at `from`, and fires the one at
 * `to` if it is overdue. 6 write units, or 4.
 *
 * @returns whether the reminder moved; false if it has fired, or the purchase has another reminder
 *   or is not CONFIRMED.
 * @throws StoreError STORE_UNAVAILABLE, also when another request is changing one of the items. The
 *   reminder may have moved.
 */
export async function moveReminder(
  store: Store<'purchases' | 'reminders'>,
  { from, to, hasFired, at, ...reminder }: ReminderMove,
): Promise<boolean> {
  const { purchases, reminders } = store.tables;
  const { userId, recordKey } = reminder;
  const actions: TransactionAction[] = [
    {
      Update: {
        TableName: purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'SET reminder = :to',
        ConditionExpression: 'reminder = :from AND #status = :confirmed',
        // A reserved word of DynamoDB.
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':from': from, ':to': to, ':confirmed': 'CONFIRMED' },
      },
    },
    {
      Put: {
        TableName: reminders,
        Item: makeReminderRecord({ ...reminder, dueKey: to }, at),
      },
    },
  ];
  if (!hasFired) {
    actions.push({
      ConditionCheck: {
        TableName: reminders,
        Key: { dueKey: from, purchaseRef: purchaseRef(userId, recordKey) },
        ConditionExpression: isUnfired(from, at),
      },
    });
  }
  const outcome = await transact(store, 'move the reminder', actions, randomUUID());
  if (outcome.kind === 'committed') return true;
  if (outcome.reasons.includes('condition')) return false;
  throw new StoreError('STORE_UNAVAILABLE', 'Another request is changing the reminder');
}

/**
 * Creates the condition that a reminder has not fired. A reminder that is not due may not exist yet
 * if the stream is behind. A due reminder that no longer exists was removed by the TTL, which
 * counts as fired.
 */
const isUnfired = (dueKey: string, at: string): string =>
  Date.parse(parseReminderDueAt(dueKey)) > Date.parse(at)
    ? 'attribute_not_exists(firedAt)'
    : 'attribute_exists(dueKey) AND attribute_not_exists(firedAt)';
