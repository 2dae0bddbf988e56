import { randomUUID } from 'node:crypto';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import { transact } from '../transact.ts';
import type { ConfirmedPurchase } from './purchase-record.ts';

/** What becomes different of a purchase. */
export type PurchaseChanges = {
  readonly holder?: { readonly name: string; readonly email: string };
  /** Seconds; with it comes the key that the reminder has by it. */
  readonly lead?: { readonly seconds: number; readonly reminder: string };
};

/**
 * Changes a purchase while it is CONFIRMED and its show starts when `show` says: by that start it was
 * judged and its reminder computed. 2 write units for the purchase, 2 for looking at the show.
 *
 *     read start s ── the show moves to t, and its reminders ── change with s ✗ ── read t ── change ✓
 *
 * @returns the purchase as changed, or undefined: read it and its show again.
 * @throws StoreError STORE_UNAVAILABLE; it may then be changed.
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
  const names = Object.keys(changed);
  const outcome = await transact(
    store,
    'change the purchase',
    [
      {
        Update: {
          TableName: store.tables.purchases,
          Key: { userId, recordKey },
          UpdateExpression: `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}`,
          ConditionExpression: '#status = :confirmed AND attribute_not_exists(erasedAt)',
          ExpressionAttributeNames: {
            '#status': 'status',
            ...Object.fromEntries(names.map((name) => [`#${name}`, name])),
          },
          ExpressionAttributeValues: {
            ':confirmed': 'CONFIRMED',
            ...Object.fromEntries(Object.entries(changed).map(([name, to]) => [`:${name}`, to])),
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
