import { randomUUID } from 'node:crypto';
import { splitCapacity } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { shardKey, startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { addTitle } from '../shows/titles.ts';
import { addMonth } from '../shows/update-show.ts';
import { type RetrySeams, retryUntilSettled, transact } from '../transact.ts';

/**
 * Records a new show, its stock shards, its month and its title in one transaction: a show can never
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
  const [month, start] = [startMonth(show.startsAt), startKey(show.startsAt, show.showId)];
  const actions = [
    {
      Put: {
        TableName: shows,
        Item: { ...show, startMonth: month, startKey: start },
        ConditionExpression: 'attribute_not_exists(showId)',
      },
    },
    addMonth(store, show.startsAt),
    addTitle(store, show.name),
    ...splitCapacity(show.capacity, show.buckets).map((available, shard) => ({
      Put: {
        TableName: stock,
        Item: { bucketKey: shardKey(show.showId, shard), available, sold: 0, revenue: 0 },
        ConditionExpression: 'attribute_not_exists(bucketKey)',
      },
    })),
  ];
  const record = async () => {
    const outcome = await transact(store, 'record the show', actions, randomUUID());
    if (outcome.kind === 'committed') return 'recorded';
    // Others make shows of the same month or name; the show's own items are nobody else's.
    if (outcome.reasons.every((reason) => reason === 'none' || reason === 'conflict'))
      return 'again';
    throw new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not record the show: it is there');
  };
  await retryUntilSettled('record the show', record, seams);
}
