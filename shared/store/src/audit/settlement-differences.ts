import { UnreadableRecord } from '../errors.ts';
import { SETTLED_PARTITION, settlementKey } from '../keys.ts';
import { type Item, parseRecord } from '../read-items.ts';
import { type SettleableShow, type SettlementRecord, settlementKind } from '../stock/settlement.ts';
import type { ShardCounters } from '../stock/stock-shards.ts';
import type { AuditItemName } from './audit-items.ts';
import { formatPlace } from './audited-records.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import { sumCounter } from './stock-differences.ts';

type MarkedShard = ShardCounters & { readonly settledAt?: string | undefined };

/**
 * Compares a show with its settlement, as both were at one instant: a transaction that settles a show, or
 * opens it again, changes them together.
 *
 * @param stock all shards of the show, or none if one of them cannot be read.
 * @param item the settlement as stored. Undefined if it does not exist.
 */
export function findSettlementDifferences(
  show: SettleableShow,
  stock: readonly MarkedShard[],
  item: Item | undefined,
): AuditDifference[] {
  const { showId: key } = settlementKey(show.showId);
  const describe = (code: AuditItemName, faults: readonly string[]) =>
    describeFaults(code, `Settlement ${key}`, faults);
  if (item === undefined) return describe('SETTLEMENT', ['does not exist']);
  const settlement = parseRecord(settlementKind, item);
  if (settlement instanceof UnreadableRecord) {
    const wrong = settlement.wrong.join(', ');
    return describe('SETTLEMENT', [`cannot be read: ${wrong} (${formatPlace(settlement)})`]);
  }
  const isSettled = settlement.startMonth === SETTLED_PARTITION;
  return [
    ...describe('SETTLEMENT', findForeignFields(show, settlement)),
    ...findWrongMarks(stock, isSettled),
    ...(isSettled && stock.length > 0
      ? describe('SETTLED_SUM', compareSums(stock, settlement))
      : []),
  ];
}

/** The totals add up as many shards as the settlement says, in its currency. */
const findForeignFields = (
  { buckets, price }: SettleableShow,
  settlement: SettlementRecord,
): string[] => [
  ...(settlement.buckets === buckets
    ? []
    : [`has ${settlement.buckets} shards, but the show has ${buckets}`]),
  ...(settlement.currency === price.currency
    ? []
    : [`is in ${settlement.currency}, but the show is in ${price.currency}`]),
];

function findWrongMarks(stock: readonly MarkedShard[], isSettled: boolean): AuditDifference[] {
  return stock.flatMap(({ settledAt }, shard) =>
    (settledAt !== undefined) === isSettled
      ? []
      : describeFaults('SETTLED_MARKS', `Stock shard ${shard}`, [
          isSettled
            ? 'has no mark, but the show is settled'
            : `is marked since ${settledAt}, but the show is not settled`,
        ]),
  );
}

function compareSums(stock: readonly ShardCounters[], { counted }: SettlementRecord): string[] {
  return (['available', 'sold', 'revenue'] as const).flatMap((counter) => {
    const sum = sumCounter(stock, counter);
    const is = counted?.[counter];
    return is === sum ? [] : [`counts ${counter} = ${is}, but the shards add up to ${sum}`];
  });
}
