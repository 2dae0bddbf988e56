import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { splitCapacity } from '@willcall/domain';
import { bucketKey, CALENDAR_KEY, startKey, startMonth } from '../keys.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import type { ShowRecord } from './show-record.ts';

/**
 * Records a new show, its stock buckets and its month in one transaction: a show can never be seen
 * without its stock. At most 66 actions, of the 100 that DynamoDB allows.
 *
 * @throws StoreError STORE_UNAVAILABLE; the show may then exist.
 */
export async function createShow(store: Store<'shows' | 'stock'>, show: ShowRecord): Promise<void> {
  const { shows, stock } = store.tables;
  const month = startMonth(show.startsAt);
  const buckets = splitCapacity(show.capacity, show.buckets).map((available, bucket) => ({
    Put: {
      TableName: stock,
      Item: { bucketKey: bucketKey(show.showId, bucket), available, sold: 0, revenue: 0 },
      ConditionExpression: 'attribute_not_exists(bucketKey)',
    },
  }));
  await send(
    'record the show',
    store.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          {
            Put: {
              TableName: shows,
              Item: { ...show, startMonth: month, startKey: startKey(show.startsAt, show.showId) },
              ConditionExpression: 'attribute_not_exists(showId)',
            },
          },
          {
            Update: {
              TableName: shows,
              Key: { showId: CALENDAR_KEY },
              UpdateExpression: 'ADD months :month',
              ExpressionAttributeValues: { ':month': new Set([month]) },
            },
          },
          ...buckets,
        ],
      }),
    ),
  );
}
