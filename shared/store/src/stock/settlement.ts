import { randomUUID } from 'node:crypto';
import { MAX_SHARDS } from '@willcall/domain';
import * as z from 'zod/mini';
import {
  BY_START,
  SETTLED_PARTITION,
  type ShardedShow,
  settlementKey,
  shardKeys,
  UNSETTLED_PARTITION,
} from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, type RecordKind, readRecords } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type TransactionAction, transact } from '../write-items.ts';

/** Milliseconds of a day. */
const DAY_MS = 24 * 60 * 60_000;

/**
 * A show is settled this long after its start: SQS keeps a purchase for 14 days, so that hardly any is
 * decided later.
 */
const SETTLED_AFTER_MS = 15 * DAY_MS;

/** A show that is opened again stays open for a day, so that what else is late finds it open. */
const REOPENED_FOR_MS = DAY_MS;

/** What the settled sales count of a show, added up over its shards. */
export type Counted = {
  readonly available: number;
  readonly sold: number;
  /** Minor units. */
  readonly revenue: number;
};

/**
 * The settlement of a show: whether its sales are settled, and what the settled sales count of it. While it
 * is among the unsettled ones, the sum of its shards counts instead. A settled show has a mark on each of
 * its shards, and no transaction posts to a shard with a mark.
 */
const SettlementFields = z.object({
  /** The key of the item. */
  showId: z.string(),
  settledShowId: z.string(),
  buckets: z.int().check(z.gte(1), z.lte(MAX_SHARDS)),
  currency: z.string(),
  /** The list that it is in. */
  startMonth: z.enum([UNSETTLED_PARTITION, SETTLED_PARTITION]),
  /** When it is due, or when it was settled, and the show. */
  startKey: z.string(),
  /** The number of the settling that counted the show last. 0 if none did. */
  settling: z.int().check(z.gte(0)),
  /** What that settling counted. */
  counted: z.optional(z.object({ available: z.int(), sold: z.int(), revenue: z.int() })),
});

/** The settlement of another show is never taken for that of this one. */
export const SettlementRecord = SettlementFields.check(
  z.refine(({ showId, settledShowId }) => settlementKey(settledShowId).showId === showId, {
    path: ['settledShowId'],
  }),
);
export type SettlementRecord = z.infer<typeof SettlementRecord>;

/** Settlements among the stored records. */
export const settlementKind = {
  table: 'shows',
  schema: SettlementRecord,
  what: 'the settlement',
} as const satisfies RecordKind<'shows', typeof SettlementRecord>;

/** Greater than the place of every settlement in its list, which begins with a year. */
const LAST = '~';

/**
 * Lists settlements in order, each once: 0.5 read units for about 20. It reads an index, so a change of the
 * last second may be missing. Those that cannot be read are left out.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listSettlements(
  store: Store<'shows'>,
  list: SettlementRecord['startMonth'],
  { before = LAST, most }: { readonly before?: string; readonly most?: number } = {},
): Promise<SettlementRecord[]> {
  const query = {
    TableName: store.tables.shows,
    IndexName: BY_START,
    KeyConditionExpression: 'startMonth = :list AND startKey < :before',
    ExpressionAttributeValues: { ':list': list, ':before': before },
  };
  const items = await queryItems(store, 'list the settlements', query, most);
  const { records } = readRecords(store, settlementKind, items);
  // One whose time changes meanwhile can be listed at both.
  return [...new Map(records.map((settlement) => [settlement.showId, settlement])).values()];
}

/** When the sales of a show are due to be settled, in milliseconds since 1970. */
export const settlementDueAt = ({ startsAt }: Pick<ShowRecord, 'startsAt'>): number =>
  Date.parse(startsAt) + SETTLED_AFTER_MS;

/** Orders the settlements of a list by time. @param at milliseconds since 1970. */
export const settlementOrder = (at: number, showId: string): string =>
  `${new Date(at).toISOString()}#${showId}`;

/** What settling needs to know of a show. Neither its shards nor its currency ever change. */
export type SettleableShow = ShardedShow & Pick<ShowRecord, 'price'>;

/**
 * Creates the action that puts a show among those to settle, whether it was there, was settled or is new: 2
 * write units and the index.
 *
 * @param dueAt milliseconds since 1970.
 */
export const listUnsettled = (
  { tables }: Pick<Store<'shows'>, 'tables'>,
  { showId, buckets, price }: SettleableShow,
  dueAt: number,
): TransactionAction => ({
  Update: {
    TableName: tables.shows,
    Key: settlementKey(showId),
    UpdateExpression: [
      'SET startMonth = :unsettled, startKey = :order, settledShowId = :show,',
      'buckets = :buckets, currency = :currency, settling = if_not_exists(settling, :none)',
    ].join(' '),
    ExpressionAttributeValues: {
      ':unsettled': UNSETTLED_PARTITION,
      ':order': settlementOrder(dueAt, showId),
      ':show': showId,
      ':buckets': buckets,
      ':currency': price.currency,
      ':none': 0,
    },
  },
});

/**
 * Opens a settled show again, so that its stock can change: takes the mark from each of its shards, and lists
 * the show among those to settle. What was counted of it stays counted, and the settlement says how much that
 * is. Nothing changes for a show that is open.
 *
 *     sell ✗ marked ── open again ✓ ── sell ✓ ── a day later: settle, and count the difference
 *     sell ✗ marked ── another opens it again ── open again ✓ (nothing to take) ── sell ✓
 *
 * 2 write units for each shard, 2 for the settlement, and the index.
 *
 * @param at ISO 8601: now.
 * @throws StoreError STORE_UNAVAILABLE: the show may be open again.
 */
export async function reopenShow(
  store: Store<'shows' | 'stock'>,
  show: SettleableShow,
  at: string,
): Promise<void> {
  const marks = shardKeys(show).map((key) => ({
    Update: {
      TableName: store.tables.stock,
      Key: { bucketKey: key },
      UpdateExpression: 'REMOVE settledAt',
      ConditionExpression: 'attribute_exists(bucketKey)',
    },
  }));
  const actions = [...marks, listUnsettled(store, show, Date.parse(at) + REOPENED_FOR_MS)];
  // If another transaction was using the items, the caller tries everything again.
  await transact(store, 'open the show again', actions, randomUUID());
}
