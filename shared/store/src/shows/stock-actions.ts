import type { Allocation } from '@willcall/domain';
import { bucketKey } from '../keys.ts';
import type { Store } from '../store.ts';
import type { TransactionAction } from '../transact.ts';

/** Adds unsold tickets to buckets of a show, or takes them away where they are still unsold. */
export const stockActions = (
  store: Store<'stock'>,
  showId: string,
  stock: readonly Allocation[],
  direction: 'add' | 'take',
): TransactionAction[] =>
  stock.map(({ bucket, quantity }) => ({
    Update: {
      TableName: store.tables.stock,
      Key: { bucketKey: bucketKey(showId, bucket) },
      ...change[direction],
      ExpressionAttributeValues: { ':tickets': quantity },
    },
  }));

const change = {
  add: {
    UpdateExpression: 'SET available = available + :tickets',
    ConditionExpression: 'attribute_exists(bucketKey)',
  },
  take: {
    UpdateExpression: 'SET available = available - :tickets',
    ConditionExpression: 'available >= :tickets',
  },
} as const;
