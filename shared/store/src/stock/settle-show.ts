import { randomUUID } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { SETTLED_PARTITION, settlementKey, shardKey, UNSETTLED_PARTITION } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readShowOrRemoved } from '../shows/show-record.ts';
import { type TransactionAction, transact } from '../write-items.ts';
import { countSettling, replaceSettledSales, type SettledSales } from './settled-sales.ts';
import {
  listSettlements,
  type SettlementRecord,
  settlementDueAt,
  settlementOrder,
} from './settlement.ts';
import { readStock, type ShardCounters, unlessSettled } from './stock-shards.ts';

/**
 * Lists the settlements that are due, the longest due first: 0.5 read units if there are none. It reads an
 * index, so a show that was just settled may be among them. One that cannot be read is left out, and stays.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export function listDueSettlements(
  store: Store<'shows'>,
  now: Date,
  most: number,
): Promise<SettlementRecord[]> {
  const before = settlementOrder(now.getTime(), '');
  return listSettlements(store, UNSETTLED_PARTITION, { before, most });
}

type Settled =
  /** The show is settled, or was removed and is forgotten. These are the settled sales now. */
  | { readonly kind: 'settled'; readonly sales: SettledSales }
  /** The show starts later than its settlement says. */
  | { readonly kind: 'postponed' }
  /** Its stock has changed, or another call has settled it. Nothing was written. */
  | { readonly kind: 'overtaken' };

/**
 * Settles a show in one transaction, if nothing has changed since it was read:
 *
 *     stock shards     counters as read, nothing    →  marked
 *                      held, no mark
 *     settlement       unsettled, as listed        →  settled, with what is counted
 *     settled sales    as read                     →  what is counted more
 *
 * A settlement of a removed show goes, with what was counted of it. 1 read unit for the show and each
 * shard; 2 write units for each shard and for the other two.
 *
 * @param sales as read.
 * @throws StoreError STORE_UNAVAILABLE: the show may be settled, and it is safe to repeat the call.
 *   RECORD_UNREADABLE, STOCK_MISSING
 */
export async function settleShow(
  store: Store<'shows' | 'stock'>,
  settlement: SettlementRecord,
  sales: SettledSales,
  now: Date,
): Promise<Settled> {
  const { settledShowId: showId, buckets, currency, counted: before } = settlement;
  const show = await readShowOrRemoved(store, showId, { consistent: true });
  if (show === undefined || show.removedAt !== undefined) {
    const next = countSettling(sales, { currency, before });
    const actions = [replaceSettledSales(store, sales, next), forgetSettlement(store, settlement)];
    return commitSettling(store, actions, next);
  }
  if (settlementDueAt(show) > now.getTime()) {
    await postponeSettlement(store, settlement, settlementDueAt(show));
    return { kind: 'postponed' };
  }
  const stock = await readStock(store, { showId, buckets });
  const counted = {
    available: sum(stock, 'available'),
    sold: sum(stock, 'sold'),
    revenue: sum(stock, 'revenue'),
  };
  const next = countSettling(sales, { currency, before, now: counted });
  const actions = [
    replaceSettledSales(store, sales, next),
    {
      Update: {
        TableName: store.tables.shows,
        Key: settlementKey(showId),
        UpdateExpression:
          'SET startMonth = :settled, startKey = :order, settling = :settling, counted = :counted',
        ...isAsListed(settlement, {
          ':settled': SETTLED_PARTITION,
          ':order': settlementOrder(now.getTime(), showId),
          ':settling': next.settlings,
          ':counted': counted,
        }),
      },
    },
    ...markShards(store, showId, stock, now.toISOString()),
  ];
  return commitSettling(store, actions, next);
}

const sum = (stock: readonly ShardCounters[], counter: keyof ShardCounters): number =>
  stock.reduce((total, shard) => total + shard[counter], 0);

async function commitSettling(
  store: Store<'shows' | 'stock'>,
  actions: readonly TransactionAction[],
  sales: SettledSales,
): Promise<Settled> {
  const { kind } = await transact(store, 'settle the show', actions, randomUUID());
  return kind === 'committed' ? { kind: 'settled', sales } : { kind: 'overtaken' };
}

/** A hold that has not ended leaves the show for the next turn. */
const isNothingHeld = '(attribute_not_exists(held) OR held = :none)';

/** A sale or a return between the read and the settling leaves the show for the next turn. */
const markShards = (
  { tables }: Store<'stock'>,
  showId: string,
  stock: readonly ShardCounters[],
  at: string,
): TransactionAction[] =>
  stock.map(({ available, sold, revenue }, shard) => ({
    Update: {
      TableName: tables.stock,
      Key: { bucketKey: shardKey(showId, shard) },
      UpdateExpression: 'SET settledAt = :at',
      ConditionExpression: `available = :available AND sold = :sold AND revenue = :revenue AND ${isNothingHeld} AND ${unlessSettled.condition}`,
      ExpressionAttributeValues: {
        ':at': at,
        ':available': available,
        ':sold': sold,
        ':revenue': revenue,
        ':none': 0,
      },
    },
  }));

const forgetSettlement = (
  { tables }: Store<'shows'>,
  settlement: SettlementRecord,
): TransactionAction => ({
  Delete: {
    TableName: tables.shows,
    Key: settlementKey(settlement.settledShowId),
    ...isAsListed(settlement),
  },
});

/**
 * Moves a settlement to a later time, if it is still as listed.
 *
 * @param dueAt milliseconds since 1970.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function postponeSettlement(
  store: Store<'shows'>,
  settlement: SettlementRecord,
  dueAt: number,
): Promise<void> {
  const { settledShowId: showId } = settlement;
  const update = new UpdateCommand({
    TableName: store.tables.shows,
    Key: settlementKey(showId),
    UpdateExpression: 'SET startKey = :order',
    ...isAsListed(settlement, { ':order': settlementOrder(dueAt, showId) }),
  });
  await sendConditional('postpone a settlement', store.documents.send(update));
}

/** The condition that no settling has counted the show since it was listed. */
const isAsListed = (
  { settling }: SettlementRecord,
  values: Readonly<Record<string, unknown>> = {},
) => ({
  ConditionExpression: 'startMonth = :unsettled AND settling = :listed',
  ExpressionAttributeValues: {
    ':unsettled': UNSETTLED_PARTITION,
    ':listed': settling,
    ...values,
  },
});
