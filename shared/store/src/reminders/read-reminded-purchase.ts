import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { CorrelationId } from '@willcall/contracts';
import * as z from 'zod';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';

const RemindedPurchase = z.object({
  purchaseId: z.string(),
  status: z.string(),
  quantity: z.int().optional(),
  reminder: z.string().optional(),
  reminderLeadSeconds: z.int().optional(),
  correlationId: CorrelationId,
});

/** Of a purchase, what its reminder needs: neither holder nor card. */
export type RemindedPurchase = z.infer<typeof RemindedPurchase>;

/**
 * The purchase that a reminder is about, or undefined when there is none. Consistent: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readRemindedPurchase(
  store: Store<'purchases'>,
  key: { readonly userId: string; readonly recordKey: string },
): Promise<RemindedPurchase | undefined> {
  const attributes = Object.keys(RemindedPurchase.shape);
  const { Item } = await send(
    'read the purchase of a reminder',
    store.documents.send(
      new GetCommand({
        TableName: store.tables.purchases,
        Key: { userId: key.userId, recordKey: key.recordKey },
        ConsistentRead: true,
        ProjectionExpression: attributes.map((name) => `#${name}`).join(', '),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
      }),
    ),
  );
  return Item === undefined ? undefined : readRecord(RemindedPurchase, Item, 'the purchase');
}
