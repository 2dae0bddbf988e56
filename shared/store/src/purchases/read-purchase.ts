import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { purchaseRecordKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { PurchaseRecord } from './purchase-record.ts';

/**
 * A buyer's purchase by its key, or undefined while it is undecided: 0.5 read units, and a write of
 * the last second may be missing; consistent, 1. The buyer is the partition, so somebody else's
 * purchase cannot be read by mistake.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readPurchase(
  store: Store<'purchases'>,
  userId: string,
  purchaseKey: string,
  { consistent = false }: { readonly consistent?: boolean } = {},
): Promise<PurchaseRecord | undefined> {
  const { Item } = await send(
    'read the purchase',
    store.documents.send(
      new GetCommand({
        TableName: store.tables.purchases,
        Key: { userId, recordKey: purchaseRecordKey(purchaseKey) },
        ...(consistent ? { ConsistentRead: true } : {}),
      }),
    ),
  );
  return Item === undefined ? undefined : readRecord(PurchaseRecord, Item, 'the purchase');
}
