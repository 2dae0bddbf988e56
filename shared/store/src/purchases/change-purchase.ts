import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { type Store, send } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { transact } from '../write-items.ts';
import type { ConfirmedPurchase, PurchaseRecord } from './purchase-record.ts';

/** The changes to a purchase. */
export type PurchaseChanges = {
  readonly holder?: { readonly name: string; readonly email: string };
  /** The lead in seconds, and the resulting key of the reminder, or undefined for no reminder. */
  readonly lead?: { readonly seconds: number; readonly reminder: string | undefined };
};

/**
 * Changes a purchase if it is CONFIRMED and its show still starts at the time in `show`. The
 * request was validated, and the reminder computed, with that start. 2 write units for the purchase
 * and 2 for the check of the show.
 *
 *     read start s ── the show moves to t, and its reminders ── change with s ✗ ── read t ── change ✓
 *
 * @returns the changed purchase, or undefined if the caller must read the purchase and the show
 *   again.
 * @throws StoreError STORE_UNAVAILABLE: the purchase may have changed.
 */
export async function changePurchase(
  store: Store<'shows' | 'purchases'>,
  purchase: ConfirmedPurchase,
  { showId, startsAt }: Pick<ShowRecord, 'showId' | 'startsAt'>,
  { holder, lead }: PurchaseChanges,
): Promise<ConfirmedPurchase | undefined> {
  const { userId, recordKey } = purchase;
  const changed = {
    ...(holder === undefined ? {} : { holder }),
    ...(lead === undefined ? {} : { reminderLeadSeconds: lead.seconds, reminder: lead.reminder }),
  };
  const given = Object.entries(changed).filter(([, to]) => to !== undefined);
  const sets = given.map(([name]) => `#${name} = :${name}`).join(', ');
  const removesReminder = lead !== undefined && lead.reminder === undefined;
  const outcome = await transact(
    store,
    'change the purchase',
    [
      {
        Update: {
          TableName: store.tables.purchases,
          Key: { userId, recordKey },
          UpdateExpression: `SET ${sets}${removesReminder ? ' REMOVE reminder' : ''}`,
          ConditionExpression: '#status = :confirmed AND attribute_not_exists(erasedAt)',
          ExpressionAttributeNames: {
            '#status': 'status',
            ...Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
          },
          ExpressionAttributeValues: {
            ':confirmed': 'CONFIRMED',
            ...Object.fromEntries(given.map(([name, to]) => [`:${name}`, to])),
          },
        },
      },
      {
        ConditionCheck: {
          TableName: store.tables.shows,
          Key: { showId },
          ConditionExpression: 'startsAt = :startsAt',
          ExpressionAttributeValues: { ':startsAt': startsAt },
        },
      },
    ],
    randomUUID(),
  );
  return outcome.kind === 'committed' ? { ...purchase, ...changed } : undefined;
}

/**
 * Erases the personal data of a decided purchase: 1 write unit, repeatable. The remaining record is
 * a tombstone: a late redelivery of the message finds it, and the same idempotency key never buys
 * again.
 *
 * @param at the current time, ISO 8601.
 * @throws StoreError STORE_UNAVAILABLE: the data may have been erased.
 */
export async function erasePurchase(
  store: Store<'purchases'>,
  { userId, recordKey }: Pick<PurchaseRecord, 'userId' | 'recordKey'>,
  at: string,
): Promise<void> {
  await send(
    'erase the purchase',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey },
        UpdateExpression:
          'SET erasedAt = if_not_exists(erasedAt, :at) REMOVE holder, card, reminderLeadSeconds',
        // Without this, an update of a missing item would create a record that nothing can read.
        ConditionExpression: 'attribute_exists(recordKey)',
        ExpressionAttributeValues: { ':at': at },
      }),
    ),
  );
}
