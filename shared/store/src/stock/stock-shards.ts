import * as z from 'zod/mini';
import { StoreError, type UnreadableRecord } from '../errors.ts';
import type { Posting } from '../journal/journal-entry.ts';
import { type ShardedShow, shardKey, shardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type ReadRecords, readItem, readItems } from '../read-items.ts';
import { type TransactionAction, type TransactionOutcome, transact } from '../write-items.ts';
import { reopenShow, type SettleableShow } from './settlement.ts';

/**
 * One stock shard as stored. A return may make its revenue negative. Only the sum over all shards
 * is meaningful.
 */
const ShardRecord = z.object({
  bucketKey: z.string(),
  available: z.int(),
  /** Tickets that are held until they are paid. Nothing stores it before the first hold. */
  held: z._default(z.int(), 0),
  sold: z.int(),
  revenue: z.int(),
  /** Transactions that brought sold or held tickets back. */
  returns: z._default(z.int().check(z.gte(0)), 0),
  /** The mark of a settled show. */
  settledAt: z.optional(z.string()),
});
export type ShardRecord = z.infer<typeof ShardRecord>;

/** Stock shards among the stored records. */
export const shardKind = { table: 'stock', schema: ShardRecord, what: 'a stock shard' } as const;

/** The counters of a shard: tickets left, held and sold, and the price of those sold in minor units. */
export type ShardCounters = Pick<
  z.infer<typeof ShardRecord>,
  'available' | 'held' | 'sold' | 'revenue'
>;

/**
 * Reads one stock shard of a show, consistently: 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readShard(
  store: Store<'stock'>,
  showId: string,
  shard: number,
): Promise<ShardCounters> {
  const key = shardKey(showId, shard);
  const found = await readItem(store, shardKind, { key: { bucketKey: key }, consistent: true });
  return found ?? throwMissing(key);
}

/** @throws StoreError STOCK_MISSING */
export function throwMissing(key: string): never {
  throw new StoreError('STOCK_MISSING', `Stock shard ${key} does not exist`);
}

/**
 * Reads all stock shards of a show, consistently and in order: 1 read unit each. The shards are not
 * read at one instant. While available and held tickets together only fall, their sum is never less than
 * it is at the end of the read. If the sum is too low for a purchase, the stock is too low as well.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE, STOCK_MISSING
 */
export async function readStock(
  store: Store<'stock'>,
  show: ShardedShow,
): Promise<ShardCounters[]> {
  const { stock, unreadable } = await readReadableStock(store, show);
  if (unreadable !== undefined) throw unreadable;
  return stock;
}

/** The counters of all shards, in order. A shard that cannot be read counts as empty. */
export type ReadableStock = {
  readonly stock: ShardCounters[];
  /** Set if a shard cannot be read. The sums of the counters are then too low. */
  readonly unreadable: UnreadableRecord | undefined;
};

/** The counters of the shards that exist, by key. */
type FoundShards = Pick<ReadableStock, 'unreadable'> & {
  readonly found: ReadonlyMap<string, ShardCounters>;
};

/**
 * Reads all stock shards of a show like `readStock`, and goes on without those that cannot be read.
 *
 * @throws StoreError STORE_UNAVAILABLE, STOCK_MISSING
 */
export async function readReadableStock(
  store: Store<'stock'>,
  show: ShardedShow,
): Promise<ReadableStock> {
  const keys = shardKeys(show);
  const { found, unreadable } = await readShardCounters(store, keys);
  return { stock: keys.map((key) => found.get(key) ?? throwMissing(key)), unreadable };
}

/**
 * Reads stock shards by their keys, as `readShards`. Those that cannot be read count as empty.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readShardCounters(
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<FoundShards> {
  const { records, unreadable } = await readShards(store, keys);
  const none: ShardCounters = { available: 0, held: 0, sold: 0, revenue: 0 };
  const found = new Map([
    ...records.map((shard) => [shard.bucketKey, shard] as const),
    ...unreadable.map(({ key }) => [key.bucketKey, none] as const),
  ]);
  return { found, unreadable: unreadable[0] };
}

/**
 * Reads stock shards of any shows by their keys, consistently: 1 read unit each, 100 per call.
 * Shards that do not exist are left out.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export const readShards = (
  store: Store<'stock'>,
  keys: readonly string[],
): Promise<ReadRecords<z.infer<typeof ShardRecord>, 'bucketKey'>> =>
  readItems(
    store,
    shardKind,
    keys.map((key) => ({ bucketKey: key })),
  );

/**
 * The counters of a shard are whole numbers. Nothing is posted to a shard that cannot be read: a wrong
 * counter would fail the other purchases of the transaction, or sell tickets that do not exist.
 */
const isCountable = ['available', 'sold', 'revenue']
  .map((counter) => `${counter} BETWEEN :least AND :most`)
  .join(' AND ');

/** The same of `held`, which a shard has from its first hold on. */
const isHeldCountable = '(attribute_not_exists(held) OR held BETWEEN :least AND :most)';

/** The values of `isCountable`. */
const countableRange = {
  ':least': Number.MIN_SAFE_INTEGER,
  ':most': Number.MAX_SAFE_INTEGER,
} as const;

/** What an action on a shard of a settled show fails with: `transactOnStock` then opens the show again. */
export const unlessSettled = {
  condition: 'attribute_not_exists(settledAt)',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
} as const;

/**
 * Creates the actions that post to stock shards, one for each posting: 2 write units each. Every change of a
 * shard after its creation is made here, and sent by `transactOnStock`. A shard has the tickets that are
 * taken from it, has held or sold those that it gets back, and is not of a settled show. It counts what comes
 * back, so that an audit sees a return between two sales, or between two holds.
 */
export const postToShards = (
  { tables }: Pick<Store<'stock'>, 'tables'>,
  showId: string,
  postings: readonly Posting[],
): TransactionAction[] =>
  postings.map(({ shard, available, held, sold, revenue }) => {
    const isReturn = available > 0 && (sold < 0 || held < 0);
    const isThere = [
      ...(available < 0 ? ['available >= :taken'] : []),
      ...(held < 0 ? ['held >= :released'] : []),
      ...(held > 0 ? [isHeldCountable] : []),
      ...(sold < 0 ? ['sold >= :returned'] : []),
      isCountable,
      unlessSettled.condition,
    ];
    return {
      Update: {
        TableName: tables.stock,
        Key: { bucketKey: shardKey(showId, shard) },
        UpdateExpression: [
          'SET available = available + :available, sold = sold + :sold, revenue = revenue + :revenue',
          ...(held === 0 ? [] : ['held = if_not_exists(held, :none) + :held']),
          ...(isReturn ? ['#returns = if_not_exists(#returns, :none) + :one'] : []),
        ].join(', '),
        ConditionExpression: isThere.join(' AND '),
        ReturnValuesOnConditionCheckFailure: unlessSettled.ReturnValuesOnConditionCheckFailure,
        ExpressionAttributeValues: {
          ':available': available,
          ':sold': sold,
          ':revenue': revenue,
          ...(available < 0 ? { ':taken': -available } : {}),
          ...(held === 0 ? {} : { ':held': held }),
          ...(held < 0 ? { ':released': -held } : {}),
          ...(sold < 0 ? { ':returned': -sold } : {}),
          ...(isReturn ? { ':one': 1 } : {}),
          ...(isReturn || held !== 0 ? { ':none': 0 } : {}),
          ...countableRange,
        },
        // A reserved word of DynamoDB.
        ...(isReturn ? { ExpressionAttributeNames: { '#returns': 'returns' } } : {}),
      },
    };
  });

/** A transaction that posts to the stock of a show. */
type StockTransaction = {
  /** Completes the sentence "DynamoDB did not …", e.g. `commit the sale`. */
  readonly what: string;
  readonly actions: readonly TransactionAction[];
  /** Unique per plan. */
  readonly token: string;
  /** ISO 8601: when it was planned. */
  readonly at: string;
};

/**
 * Sends a transaction with actions of `postToShards`, as `transact` does. If the show is settled, it opens the
 * show again, and reports a conflict: the caller then plans as it does after any other conflict, and
 * nothing is decided differently.
 *
 * @throws StoreError STORE_UNAVAILABLE: the transaction may have been committed.
 */
export async function transactOnStock(
  store: Store<'shows' | 'stock'>,
  show: SettleableShow,
  { what, actions, token, at }: StockTransaction,
): Promise<TransactionOutcome> {
  const outcome = await transact(store, what, actions, token);
  if (outcome.kind === 'committed') return outcome;
  const isSettled = outcome.items.map((item) => item?.settledAt !== undefined);
  if (!isSettled.includes(true)) return outcome;
  await reopenShow(store, show, at);
  return {
    ...outcome,
    reasons: outcome.reasons.map((reason, nth) => (isSettled[nth] ? 'conflict' : reason)),
  };
}
