import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { parseReminderDueAt } from '@willcall/domain';
import { listDueMinute } from '../due-minutes.ts';
import { StoreError } from '../errors.ts';
import { purchaseRef } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { type TransactionAction, transact } from '../write-items.ts';
import { makeReminderRecord, type NewReminder } from './reminder.ts';

/** The reminder to move. */
type ReminderMove = Omit<NewReminder, 'dueKey' | 'firedAt'> & {
  /** The current key of the reminder, or undefined if the purchase has none. Differs from `to`. */
  readonly from: string | undefined;
  readonly to: string;
  /**
   * Whether the reminder moves even if it has fired: to a due time that was ahead when the show
   * moved, so that the holder is reminded of the new start too.
   */
  readonly evenIfFired: boolean;
  /** ISO 8601: now. */
  readonly at: string;
};

/**
 * Moves the reminder of a CONFIRMED purchase in one transaction, or sets one if it has none:
 *
 *     purchase          reminder = from (or none), CONFIRMED  →  reminder = to
 *     reminder at from  never fired                              (unless evenIfFired)
 *     reminder at to    anything or nothing                   →  waiting
 *
 *     sweep: from fires ── judged: purchase says from ✓ announced ── move ✗ already fired
 *     move ✓ ── sweep: from fires ── judged: purchase says to ✗ silent ── to fires ✓ announced
 *
 * Whichever comes first, exactly one of the two is announced, unless a reminder that was sent moves to
 * a due time ahead. An item that already exists at `to` is an earlier reminder of this purchase, from
 * when the show had that start. The stream of the purchase cancels the reminder at `from`, and fires
 * the one at `to` if it is overdue. 6 write units, or 4 without the check of `from`, and 1 for the first
 * reminder of a minute.
 *
 * @returns whether the reminder moved; false if it has fired, or the purchase has another reminder
 *   or is not CONFIRMED.
 * @throws StoreError STORE_UNAVAILABLE, also when another request is changing one of the items. The
 *   reminder may have moved.
 */
export async function moveReminder(
  store: Store<'purchases' | 'reminders'>,
  { from, to, evenIfFired, at, ...reminder }: ReminderMove,
): Promise<boolean> {
  const { purchases, reminders } = store.tables;
  const { userId, recordKey } = reminder;
  await listDueMinute(store, 'reminders', to);
  const actions: TransactionAction[] = [
    {
      Update: {
        TableName: purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'SET reminder = :to',
        ConditionExpression: `${from === undefined ? HAS_NO_REMINDER : REFERS_TO} AND ${IS_CONFIRMED}`,
        ExpressionAttributeNames: STATUS_NAME,
        ExpressionAttributeValues: {
          ...(from === undefined ? {} : { ':from': from }),
          ':to': to,
          ':confirmed': 'CONFIRMED',
        },
      },
    },
    {
      Put: {
        TableName: reminders,
        Item: makeReminderRecord({ ...reminder, dueKey: to }, at),
      },
    },
  ];
  if (from !== undefined && !evenIfFired) {
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

const REFERS_TO = 'reminder = :from';
const HAS_NO_REMINDER = 'attribute_not_exists(reminder)';
const IS_CONFIRMED = '#status = :confirmed';
/** `status` is a reserved word of DynamoDB. */
const STATUS_NAME = { '#status': 'status' };

/**
 * Takes the reminder off a CONFIRMED purchase, because it fired and was not sent: 1 write unit,
 * repeatable. A purchase without a reminder gets one when its show moves.
 *
 *     fires ── show has begun: drop ── start corrected ── show job: no reminder ✓ set, sent
 *     fires ── start corrected ── show job: has fired ✗ ── drop ── the job's last pass ✓ set, sent
 *
 * @param dueKey the key of the reminder that fired. Another reminder of the purchase stays.
 * @throws StoreError STORE_UNAVAILABLE: the reminder may have been dropped.
 */
export async function dropReminder(
  store: Store<'purchases'>,
  { userId, recordKey }: { readonly userId: string; readonly recordKey: string },
  dueKey: string,
): Promise<void> {
  await sendConditional(
    'drop the reminder',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        UpdateExpression: 'REMOVE reminder',
        ConditionExpression: `${REFERS_TO} AND ${IS_CONFIRMED}`,
        ExpressionAttributeNames: STATUS_NAME,
        ExpressionAttributeValues: { ':from': dueKey, ':confirmed': 'CONFIRMED' },
      }),
    ),
  );
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
