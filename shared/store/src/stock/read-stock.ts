import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactGetCommand } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs, retry } from '@willcall/domain';
import * as z from 'zod';
import { StoreError } from '../errors.ts';
import { isShowId, type ShardedShow, shardKey, shardKeys } from '../keys.ts';
import { type Store, send } from '../open-store.ts';
import { type Item, readItem, readItems, readRecord } from '../read-items.ts';
import { ShowRecord } from '../shows/show-record.ts';
import type { RetrySeams } from '../transact.ts';

/** One shard of a show's stock as stored. A return may make its revenue negative: only the sum over the shards says something. */
const ShardRecord = z.object({
  bucketKey: z.string(),
  available: z.int(),
  sold: z.int(),
  revenue: z.int(),
});

/** One shard's counters: tickets left, tickets sold, and their price in minor units. */
export type ShardCounters = Pick<z.infer<typeof ShardRecord>, 'available' | 'sold' | 'revenue'>;

/**
 * One shard of a show's stock, read consistently: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShard(
  store: Store<'stock'>,
  showId: string,
  shard: number,
): Promise<ShardCounters> {
  const key = shardKey(showId, shard);
  const found = await readItem(store, {
    table: store.tables.stock,
    key: { bucketKey: key },
    consistent: true,
    schema: ShardRecord,
    what: 'a stock shard',
  });
  return found ?? throwMissing(key);
}

function throwMissing(key: string): never {
  throw new StoreError('STOCK_MISSING', `There is no stock shard ${key}`);
}

/**
 * A consistent look at all shards of a show, in their order: 1 read unit each. The shards are read
 * one beside the other, not at one instant. While stock only falls, their sum is never less than what
 * is left once the look has ended, so too little seen is too little left.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readStock(
  store: Store<'stock'>,
  show: ShardedShow,
): Promise<ShardCounters[]> {
  const keys = shardKeys(show);
  const found = await readShards(store, keys);
  return keys.map((key) => found.get(key) ?? throwMissing(key));
}

/**
 * Stock shards of any shows by their keys, read consistently: 1 read unit each, a hundred a call.
 * Those that are missing are missing in the answer.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readShards(
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, ShardCounters>> {
  const shards = await readItems(store, {
    table: store.tables.stock,
    keys: keys.map((key) => ({ bucketKey: key })),
    schema: ShardRecord,
    what: 'stock shards',
  });
  return new Map(shards.map((shard) => [shard.bucketKey, shard]));
}

/** What was true of a show at one instant; the shards are in their order. */
export type ShowAndStock = { readonly show: ShowRecord; readonly stock: ShardCounters[] };

const WHAT = 'read the show and its stock at one instant';

/**
 * Any write to one of the items cancels this read, and a sale writes to each shard for some 8 ms of
 * every 45: a show of few shards is seen within a few tries, a large one once its sale slows down.
 */
const MAX_TRIES = 8;

/**
 * The show and all of its stock as they were at one instant, by one TransactGetItems: 2 read units for
 * the show and for each shard, at most 65 items of the 100 that DynamoDB allows. It hinders no sale.
 * Undefined when there is no such show, or it was removed.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
 *
 * @param shards how many the show has, which never changes: read from any copy of it.
 * @throws StoreError STORE_UNAVAILABLE, also when other transactions came between it each time;
 *   RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShowAndStock(
  store: Store<'shows' | 'stock'>,
  showId: string,
  buckets: number,
  seams: RetrySeams = {},
): Promise<ShowAndStock | undefined> {
  if (!isShowId(showId)) return undefined;
  const keys = shardKeys({ showId, buckets });
  const [first, ...rest] = await readAtOneInstant(store, showId, keys, seams);
  if (first === undefined) return undefined;
  const show = readRecord(ShowRecord, first, 'the show');
  if (show.removedAt !== undefined) return undefined;
  const stock = keys.map((key, shard) =>
    readRecord(ShardRecord, rest[shard] ?? throwMissing(key), 'a stock shard'),
  );
  return { show, stock };
}

async function readAtOneInstant(
  store: Store<'shows' | 'stock'>,
  showId: string,
  keys: readonly string[],
  { random = Math.random, wait: pause = wait }: RetrySeams,
): Promise<(Item | undefined)[]> {
  const { shows, stock } = store.tables;
  const TransactItems = [
    { Get: { TableName: shows, Key: { showId } } },
    ...keys.map((key) => ({ Get: { TableName: stock, Key: { bucketKey: key } } })),
  ];
  let conflict: Error | undefined;
  const look = async () => {
    try {
      const { Responses = [] } = await send(
        WHAT,
        store.documents.send(new TransactGetCommand({ TransactItems })),
        ['TransactionCanceledException'],
      );
      if (Responses.length !== TransactItems.length) throw createUnavailableError();
      return Responses.map(({ Item }) => Item);
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      if (!isConflict(error)) throw createUnavailableError(error);
      conflict = error;
      return 'again';
    }
  };
  return retry(look, {
    attempts: MAX_TRIES,
    delayMs: (nth) => conflictJitterMs(nth + 1, random),
    wait: pause,
    exhausted: () => createUnavailableError(conflict),
  });
}

/** Whether nothing but other transactions stood in the way; a throttle is not to be hurried. */
const isConflict = ({ CancellationReasons = [] }: TransactionCanceledException): boolean => {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code).filter(
    (code) => code !== 'None',
  );
  return codes.length > 0 && codes.every((code) => code === 'TransactionConflict');
};

const createUnavailableError = (cause?: Error): StoreError =>
  new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${WHAT}`, { cause });
