import {
  BatchGetCommand,
  type BatchGetCommandInput,
  type BatchGetCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { StoreError } from '../errors.ts';
import { bucketKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';

const Bucket = z.object({
  bucketKey: z.string(),
  available: z.int(),
  sold: z.int(),
  revenue: z.int(),
});

/** One bucket's counters: tickets left, tickets sold, and their price in minor units. */
export type BucketCounters = Pick<z.infer<typeof Bucket>, 'available' | 'sold' | 'revenue'>;

const MOST_ROUNDS = 5;

/**
 * A consistent look at all buckets of a show, in their order: 1 read unit each. The buckets are read
 * one beside the other, not at one instant. While stock only falls, their sum is never less than what
 * is left once the look has ended, so too little seen is too little left.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readStock(
  store: Store<'stock'>,
  show: { readonly showId: string; readonly buckets: number },
): Promise<BucketCounters[]> {
  const keys = Array.from({ length: show.buckets }, (_, bucket) => bucketKey(show.showId, bucket));
  const found = new Map<string, BucketCounters>();
  let request: BatchGetCommandInput['RequestItems'] = {
    [store.tables.stock]: { Keys: keys.map((key) => ({ bucketKey: key })), ConsistentRead: true },
  };
  for (let round = 0; request !== undefined && Object.keys(request).length > 0; round += 1) {
    // What a throttled BatchGetItem leaves out comes back as UnprocessedKeys; it is not "zero left".
    if (round === MOST_ROUNDS) {
      throw new StoreError('STORE_UNAVAILABLE', 'DynamoDB did not read all of the stock');
    }
    const reply: BatchGetCommandOutput = await send(
      'read the stock',
      store.documents.send(new BatchGetCommand({ RequestItems: request })),
    );
    for (const item of reply.Responses?.[store.tables.stock] ?? []) {
      const bucket = readRecord(Bucket, item, 'a stock bucket');
      found.set(bucket.bucketKey, bucket);
    }
    request = reply.UnprocessedKeys;
  }
  return keys.map((key) => {
    const counters = found.get(key);
    if (counters === undefined) {
      throw new StoreError('STOCK_MISSING', `There is no stock bucket ${key}`);
    }
    return counters;
  });
}
