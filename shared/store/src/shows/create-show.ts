import { randomUUID } from 'node:crypto';
import { splitCapacity } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { bucketKey, CALENDAR_KEY, startKey, startMonth } from '../keys.ts';
import type { Store } from '../store.ts';
import { transact } from '../transact.ts';
import { type RetrySeams, untilSettled } from '../until-settled.ts';
import type { ShowRecord } from './show-record.ts';
import { titleAction } from './title-action.ts';

/**
 * Records a new show, its stock buckets, its month and its title in one transaction: a show can never
 * be seen without its stock. At most 67 actions, of the 100 that DynamoDB allows.
 *
 * @throws StoreError STORE_UNAVAILABLE; the show may then exist.
 */
export async function createShow(
  store: Store<'shows' | 'stock'>,
  show: ShowRecord,
  seams: RetrySeams = {},
): Promise<void> {
  const { shows, stock } = store.tables;
  const month = startMonth(show.startsAt);
  const buckets = splitCapacity(show.capacity, show.buckets).map((available, bucket) => ({
    Put: {
      TableName: stock,
      Item: { bucketKey: bucketKey(show.showId, bucket), available, sold: 0, revenue: 0 },
      ConditionExpression: 'attribute_not_exists(bucketKey)',
    },
  }));
  const actions = [
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
    titleAction(store, show.name),
    ...buckets,
  ];
  const record = async () => {
    const outcome = await transact(store, 'record the show', actions, randomUUID());
    if (outcome.kind === 'committed') return 'recorded';
    // Others make shows of the same month or name; the show's own items are nobody else's.
    if (outcome.reasons.every((reason) => reason === 'none' || reason === 'conflict'))
      return 'again';
    throw new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not record the show: it is there');
  };
  await untilSettled('record the show', record, seams);
}
