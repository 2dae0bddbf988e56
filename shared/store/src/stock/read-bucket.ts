import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { StoreError } from '../errors.ts';
import { bucketKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { type BucketCounters, BucketRecord } from './bucket-record.ts';

/**
 * One bucket of a show's stock, read consistently: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readBucket(
  store: Store<'stock'>,
  showId: string,
  bucket: number,
): Promise<BucketCounters> {
  const key = bucketKey(showId, bucket);
  const { Item } = await send(
    'read a stock bucket',
    store.documents.send(
      new GetCommand({
        TableName: store.tables.stock,
        Key: { bucketKey: key },
        ConsistentRead: true,
      }),
    ),
  );
  if (Item === undefined) throw new StoreError('STOCK_MISSING', `There is no stock bucket ${key}`);
  return readRecord(BucketRecord, Item, 'a stock bucket');
}
