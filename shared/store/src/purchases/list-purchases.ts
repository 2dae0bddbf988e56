import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { purchaseRecordKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { PurchaseRecord } from './purchase-record.ts';

/**
 * All decided purchases of a buyer, erased ones too, in the order of their keys. Consistent: 1 read
 * unit for every 4 KB, five to ten purchases.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listPurchases(
  store: Store<'purchases'>,
  userId: string,
): Promise<PurchaseRecord[]> {
  const items = await send("list the buyer's purchases", itemsOf(store, userId));
  return items.map((item) => readRecord(PurchaseRecord, item, 'a purchase'));
}

async function itemsOf(store: Store<'purchases'>, userId: string): Promise<unknown[]> {
  const pages = paginateQuery(
    { client: store.documents },
    {
      TableName: store.tables.purchases,
      ConsistentRead: true,
      // The buyer's ledgers stand in the same partition.
      KeyConditionExpression: 'userId = :user AND begins_with(recordKey, :purchase)',
      ExpressionAttributeValues: { ':user': userId, ':purchase': purchaseRecordKey('') },
    },
  );
  const items: unknown[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
