import { randomUUID } from 'node:crypto';
import { splitCapacity } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { putEntry } from '../journal/journal-entry.ts';
import { shardKey, startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { planJoiningTitle } from '../shows/titles.ts';
import { addMonth } from '../shows/update-show.ts';
import { listUnsettled, settlementDueAt } from '../stock/settlement.ts';
import {
  type RetrySeams,
  retryUntilSettled,
  type TransactionAction,
  transact,
} from '../write-items.ts';

/**
 * Creates a show, its stock shards, the first entry of its journal, its settlement, its month and its title in
 * one transaction, so a show is never visible without its stock, its journal or its place in the totals. At
 * most 69 of the 100 actions that DynamoDB allows.
 *
 * @throws StoreError STORE_UNAVAILABLE: the show may exist.
 */
export async function createShow(
  store: Store<'shows' | 'stock' | 'journal'>,
  show: ShowRecord,
  seams: RetrySeams = {},
): Promise<void> {
  const { shows, stock } = store.tables;
  const layout = splitCapacity(show.capacity, show.buckets);
  const [month, start] = [startMonth(show.startsAt), startKey(show.startsAt, show.showId)];
  const record: TransactionAction[] = [
    {
      Put: {
        TableName: shows,
        Item: { ...show, startMonth: month, startKey: start },
        ConditionExpression: 'attribute_not_exists(showId)',
      },
    },
    addMonth(store, show.startsAt),
    listUnsettled(store, show, settlementDueAt(show)),
    ...layout.map((available, shard) => ({
      Put: {
        TableName: stock,
        Item: { bucketKey: shardKey(show.showId, shard), available, sold: 0, revenue: 0 },
        ConditionExpression: 'attribute_not_exists(bucketKey)',
      },
    })),
    putEntry(store, show.showId, {
      kind: 'LAYOUT',
      postings: layout.map((available, shard) => ({
        ...{ shard, available, held: 0, sold: 0, revenue: 0 },
      })),
      at: show.createdAt,
    }),
  ];
  const create = async () => {
    const title = await planJoiningTitle(store, show.name);
    const actions = [...title, ...record];
    const outcome = await transact(store, 'create the show', actions, randomUUID());
    if (outcome.kind === 'committed') return 'created';
    // Other requests may create shows of the same month or name. The items of this show are its
    // own.
    const ofRecord = outcome.reasons.slice(title.length);
    if (ofRecord.every((reason) => reason === 'none' || reason === 'conflict')) return 'again';
    throw new StoreError(
      'STORE_UNAVAILABLE',
      'DynamoDB did not create the show: it already exists',
    );
  };
  await retryUntilSettled('create the show', create, seams);
}
