import { randomUUID } from 'node:crypto';
import { setTimeout as waitFor } from 'node:timers/promises';
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { StoreError } from '../errors.ts';
import { type ShardedShow, summaryKey } from '../keys.ts';
import { type Store, send, sendConditional } from '../open-store.ts';
import { getItem, readRecords } from '../read-items.ts';
import { transact } from '../write-items.ts';
import { readStock, type ShardCounters } from './stock-shards.ts';

/** A cache in the Stock table. Nothing is decided by it, and an audit does not read it. */
const SummaryRecord = z.object({
  bucketKey: z.string(),
  /** When the last reading of the shards began: milliseconds since 1970, by the reader's clock. */
  claimedAt: z.int(),
  /** When the reading began that found `available` and `held`, or `damage`. Undefined before the first one. */
  readAt: z.optional(z.int()),
  available: z.optional(z.int()),
  held: z.optional(z.int()),
  /** Why the shards could not be read. */
  damage: z.optional(z.enum(['RECORD_UNREADABLE', 'STOCK_MISSING'])),
});
type SummaryRecord = z.infer<typeof SummaryRecord>;

const summaryKind = {
  table: 'stock',
  schema: SummaryRecord,
  what: "the summary of a show's stock",
} as const;

/** Milliseconds between two readings of the shards of a show, whatever arrives. */
const READING_INTERVAL_MS = 1_000;
/**
 * Milliseconds. The oldest sum that is returned: a reading takes a few milliseconds, and one that died is
 * repeated after its interval.
 */
const MAX_AGE_MS = 2 * READING_INTERVAL_MS;
/** Milliseconds between looks at a summary that somebody else is reading. */
const LOOK_INTERVAL_MS = 50;
/** Looks for longer than the interval, so that a reading that died is repeated. */
const MAX_LOOKS = 30;

/** The tickets of all shards of a show. */
type StockSum = Pick<ShardCounters, 'available' | 'held'>;

/** What a reader of summaries needs besides the store. */
export type SummarySeams = {
  readonly clock: () => Date;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Returns the tickets available and held in the stock of a show, as they were at most two seconds ago. All callers of all
 * environments together read the shards once a second:
 *
 *     A: claimed at 0 ── claim 1,000 if claimed at 0 ✓ ── read the shards ── store the sum
 *     B: claimed at 0 ── claim 1,001 if claimed at 0 ✗ ── return the old sum, or look again if it is too old
 *     A dies after its claim ── C: claimed at 1,000 ── claim 2,000 if claimed at 1,000 ✓
 *
 * 0.5 read units, and once a second 1 for each shard and 2 write units. A lost claim costs 1 write unit. A time
 * more than a second ahead counts as old, so that a wrong clock stops no reading: it adds its own.
 *
 * @throws StoreError STORE_UNAVAILABLE if there is no sum of the last two seconds; RECORD_UNREADABLE,
 *   STOCK_MISSING if a shard is damaged or missing
 */
export async function readLeftInStock(
  store: Store<'shows' | 'stock'>,
  show: ShardedShow,
  { clock, wait = waitFor }: SummarySeams,
): Promise<StockSum> {
  for (let look = 0; look < MAX_LOOKS; look += 1) {
    if (look > 0) await wait(LOOK_INTERVAL_MS);
    const seen = await readSummary(store, show.showId, { consistent: look > 0 });
    const now = clock().getTime();
    if (!isWithin(READING_INTERVAL_MS, seen?.claimedAt, now)) {
      if (await claim(store, show.showId, seen, now)) return readShards(store, show, now);
    }
    if (seen !== undefined && isWithin(MAX_AGE_MS, seen.readAt, now)) return openSummary(seen);
  }
  throw new StoreError('STORE_UNAVAILABLE', 'The stock of the show was not read in time');
}

const isWithin = (limitMs: number, time: number | undefined, now: number): boolean =>
  time !== undefined && Math.abs(now - time) < limitMs;

function openSummary({ available, held = 0, damage }: SummaryRecord): StockSum {
  // An older release stored no `held`, and held nothing.
  if (available !== undefined) return { available, held };
  throw new StoreError(damage ?? 'RECORD_UNREADABLE', 'A stock shard of the show is damaged');
}

/** A summary that cannot be read is deleted: the next claim makes it again. */
async function readSummary(
  store: Store<'stock'>,
  showId: string,
  { consistent }: { readonly consistent: boolean },
): Promise<SummaryRecord | undefined> {
  const key = summaryKey(showId);
  const item = await getItem(store, summaryKind, { key, consistent });
  if (item === undefined) return undefined;
  const [summary] = readRecords(store, summaryKind, [item]).records;
  if (summary === undefined) {
    const remove = new DeleteCommand({ TableName: store.tables.stock, Key: key });
    await send('remove a damaged summary', store.documents.send(remove));
  }
  return summary;
}

/** Whether this caller is the one that reads the shards now. */
const claim = (
  store: Store<'shows' | 'stock'>,
  showId: string,
  seen: SummaryRecord | undefined,
  now: number,
): Promise<boolean> =>
  seen === undefined
    ? createSummary(store, showId, now)
    : updateSummary(store, showId, seen.claimedAt, 'SET claimedAt = :claimed', { ':claimed': now });

/** A removed show gets no new summary: its removal deletes the summary in the same transaction. */
async function createSummary(
  { tables, ...store }: Store<'shows' | 'stock'>,
  showId: string,
  now: number,
): Promise<boolean> {
  const actions = [
    {
      ConditionCheck: {
        TableName: tables.shows,
        Key: { showId },
        ConditionExpression: 'attribute_exists(showId) AND attribute_not_exists(removedAt)',
      },
    },
    {
      Put: {
        TableName: tables.stock,
        Item: { ...summaryKey(showId), claimedAt: now },
        ConditionExpression: 'attribute_not_exists(bucketKey)',
      },
    },
  ];
  const outcome = await transact(store, 'create the summary', actions, randomUUID());
  if (outcome.kind === 'committed') return true;
  if (outcome.reasons[0] !== 'condition') return false;
  throw new StoreError('STOCK_MISSING', 'The show of the stock does not exist');
}

async function updateSummary(
  store: Store<'stock'>,
  showId: string,
  claimedAt: number,
  update: string,
  values: Readonly<Record<string, unknown>>,
): Promise<boolean> {
  const command = new UpdateCommand({
    TableName: store.tables.stock,
    Key: summaryKey(showId),
    UpdateExpression: update,
    ConditionExpression: 'claimedAt = :seen',
    ExpressionAttributeValues: { ':seen': claimedAt, ...values },
  });
  const write = await sendConditional('update the summary', store.documents.send(command));
  return write.kind === 'written';
}

/** Damage is stored too: otherwise every request for a damaged show would read its shards. */
async function readShards(
  store: Store<'stock'>,
  show: ShardedShow,
  claimedAt: number,
): Promise<StockSum> {
  // A later claim has a newer sum, which this one must not replace.
  const save = (update: string, found: Readonly<Record<string, unknown>>) =>
    updateSummary(store, show.showId, claimedAt, update, { ':at': claimedAt, ...found });
  try {
    const stock = await readStock(store, show);
    const sum = {
      available: stock.reduce((all, shard) => all + shard.available, 0),
      held: stock.reduce((all, shard) => all + shard.held, 0),
    };
    await save('SET readAt = :at, available = :available, held = :held REMOVE damage', {
      ':available': sum.available,
      ':held': sum.held,
    });
    return sum;
  } catch (error) {
    const code = error instanceof StoreError ? error.code : undefined;
    if (code === 'RECORD_UNREADABLE' || code === 'STOCK_MISSING') {
      await save('SET readAt = :at, damage = :damage REMOVE available, held', { ':damage': code });
    }
    throw error;
  }
}
