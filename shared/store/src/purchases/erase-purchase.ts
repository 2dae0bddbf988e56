import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import type { PurchaseRecord } from './purchase-record.ts';

/**
 * Erases the personal data of a decided purchase: 1 write unit, repeatable. What is left is a
 * tombstone: a late redelivery of its message finds it, and the same key never buys again.
 *
 * @param at the present moment, ISO 8601.
 * @throws StoreError STORE_UNAVAILABLE; it may then be erased.
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
        // An update of what is not there would make a record that nothing can read.
        ConditionExpression: 'attribute_exists(recordKey)',
        ExpressionAttributeValues: { ':at': at },
      }),
    ),
  );
}
