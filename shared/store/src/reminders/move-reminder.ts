import { randomUUID } from 'node:crypto';
import { parseReminderDueAt } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { purchaseRef } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type TransactionAction, transact } from '../transact.ts';
import { makeReminderRecord, type NewReminder } from './reminder.ts';

/** A reminder of a purchase that is to stand elsewhere. */
type ReminderMove = Omit<NewReminder, 'dueKey' | 'firedAt'> & {
  /** The key that the purchase remembers, and the one that it is to remember. Never the same. */
  readonly from: string;
  readonly to: string;
  /** Whether it is known to have fired without a word; otherwise one that fired stays where it is. */
  readonly hasFired: boolean;
  /** ISO 8601: now. */
  readonly at: string;
};

/**
 * Moves the reminder of a CONFIRMED purchase, at one instant:
 *
 *     purchase          reminder = from, CONFIRMED       →  reminder = to
 *     reminder at from  never fired                         (unless it is known to have)
 *     reminder at to    whatever is left there           →  waits
 *
 *     sweep: from fires ── judged: purchase says from ✓ announced ── move ✗ it has fired
 *     move ✓ ── sweep: from fires ── judged: purchase says to ✗ silent ── to fires ✓ announced
 *
 * So whichever is first, one of the two is announced. What is left at `to` are earlier reminders of
 * this purchase, silent if they fired: its show was there before. The stream of the purchase cancels
 * the one at `from`, and fires the one at `to` when it is long due. 6 write units, or 4.
 *
 * @returns whether it moved; false: it has fired, or the purchase has another or is not CONFIRMED.
 * @throws StoreError STORE_UNAVAILABLE, also when somebody else is changing one of them at this
 *   moment; it may then be moved.
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
  throw new StoreError('STORE_UNAVAILABLE', 'Somebody else is at work on the reminder');
}

/**
 * One that is not due yet may not even be set, when the stream is behind. One that was due and is gone
 * was removed by the TTL, which is a firing too.
 */
const isUnfired = (dueKey: string, at: string): string =>
  Date.parse(parseReminderDueAt(dueKey)) > Date.parse(at)
    ? 'attribute_not_exists(firedAt)'
    : 'attribute_exists(dueKey) AND attribute_not_exists(firedAt)';
