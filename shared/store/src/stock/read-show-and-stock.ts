import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { bucketKey } from '../keys.ts';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { RetrySeams } from '../until-settled.ts';
import { type BucketCounters, BucketRecord } from './bucket-record.ts';

/** What was true of a show at one instant; the buckets are in their order. */
export type ShowAndStock = { readonly show: ShowRecord; readonly stock: BucketCounters[] };

const WHAT = 'read the show and its stock at one instant';

/**
 * Any write to one of the items cancels this read, and a sale writes to each bucket for some 8 ms of
 * every 45: a show of few buckets is seen within a few tries, a large one once its sale slows down.
 */
const MOST_TRIES = 8;

/**
 * The show and all of its stock as they were at one instant, by one TransactGetItems: 2 read units for
 * the show and for each bucket, at most 65 items of the 100 that DynamoDB allows. It hinders no sale.
 * Undefined when there is no such show, or it was removed.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 *
 * @param buckets how many the show has, which never changes: read from any copy of it.
 * @throws StoreError STORE_UNAVAILABLE, also when other transactions came between it each time;
 *   RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShowAndStock(
  store: Store<'shows' | 'stock'>,
  showId: string,
  buckets: number,
  seams: RetrySeams = {},
): Promise<ShowAndStock | undefined> {
  if (showId.startsWith('#')) return undefined;
  const keys = Array.from({ length: buckets }, (_, bucket) => bucketKey(showId, bucket));
  const [first, ...rest] = await itemsAtOneInstant(store, showId, keys, seams);
  if (first === undefined) return undefined;
  const show = readRecord(ShowRecord, first, 'the show');
  if (show.removedAt !== undefined) return undefined;
  const stock = keys.map((key, bucket) => {
    const item = rest[bucket];
    if (item === undefined) {
      throw new StoreError('STOCK_MISSING', `There is no stock bucket ${key}`);
    }
    return readRecord(BucketRecord, item, 'a stock bucket');
  });
  return { show, stock };
}

async function itemsAtOneInstant(
  store: Store<'shows' | 'stock'>,
  showId: string,
  keys: readonly string[],
  { random = Math.random, wait: pause = wait }: RetrySeams,
): Promise<(Record<string, unknown> | undefined)[]> {
  const { shows, stock } = store.tables;
  const TransactItems = [
    { Get: { TableName: shows, Key: { showId } } },
    ...keys.map((key) => ({ Get: { TableName: stock, Key: { bucketKey: key } } })),
  ];
  for (let round = 1; ; round += 1) {
    try {
      const { Responses = [] } = await send(
        WHAT,
        store.documents.send(new TransactGetCommand({ TransactItems })),
        ['TransactionCanceledException'],
      );
      if (Responses.length !== TransactItems.length) throw unavailable();
      return Responses.map(({ Item }) => Item);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (round === MOST_TRIES || !isConflict(error)) throw unavailable(error);
    }
    await pause(conflictJitterMs(round, random));
  }
}

/** Whether nothing but other transactions stood in the way; a throttle is not to be hurried. */
const isConflict = ({ CancellationReasons = [] }: TransactionCanceledException): boolean => {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code).filter(
    (code) => code !== 'None',
  );
  return codes.length > 0 && codes.every((code) => code === 'TransactionConflict');
};

const unavailable = (cause?: Error): StoreError =>
  new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${WHAT}`, { cause });
