import { setTimeout as wait } from 'node:timers/promises';
import type { Money } from '@willcall/contracts';
import { conflictJitterMs, retry } from '@willcall/domain';
import { StoreError } from '../errors.ts';
import { shardKeys, UNSETTLED_PARTITION } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readItems } from '../read-items.ts';
import { readSettledSales, type SettledSales } from './settled-sales.ts';
import {
  type Counted,
  listSettlements,
  type SettlementRecord,
  settlementKind,
} from './settlement.ts';
import { readShards } from './stock-shards.ts';

/** The totals of all shows: tickets, and the revenue of those sold, by currency. */
type SalesTotals = {
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
  /** Ordered by currency code. */
  readonly revenue: readonly Money[];
};

/** Each further read means that one of the shows was settled during the previous one. */
const MAX_READS = 8;

/**
 * Adds up the sales of all shows: what is settled, and the stock shards of the shows that are not. 1.5 read
 * units, and for each show that is not settled, 1 for its settlement and 1 for each shard. Settled shows cost
 * nothing.
 *
 *     list the unsettled shows ── read the settled sales: 7 settlings ── read settlement: 5 ── read its shards
 *     list the unsettled shows ── read the settled sales: 7 settlings ── read settlement: 8 ✗ read again
 *
 * The settled sales hold every show that was not listed, and everything that a settlement up to their number
 * says. So each show counts once, whatever is settled or opened again meanwhile.
 *
 * The shows are not read at one instant, and shows created in the last second may be missing. A show is
 * left out if its settlement or one of its shards cannot be read.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord of the settled sales
 */
export async function sumSales(store: Store<'shows' | 'stock'>): Promise<SalesTotals> {
  // The index may still list a show that was settled a moment ago.
  const listed = (await listSettlements(store, UNSETTLED_PARTITION)).map(({ showId }) => ({
    showId,
  }));
  const read = async (): Promise<SalesTotals | 'again'> => {
    const settled = await readSettledSales(store);
    const { records } = await readItems(store, settlementKind, listed);
    if (records.some(({ settling }) => settling > settled.settlings)) return 'again';
    const unsettled = records.filter(({ startMonth }) => startMonth === UNSETTLED_PARTITION);
    return addUp(settled, await sumUnsettled(store, unsettled));
  };
  return retry<SalesTotals>(read, {
    attempts: MAX_READS,
    delayMs: (nth) => conflictJitterMs(nth, Math.random),
    wait,
    exhausted: () =>
      new StoreError('STORE_UNAVAILABLE', 'Shows were settled during every read of the sales'),
  });
}

/** What counts of a show besides what is settled, in its currency. */
type UnsettledSales = Counted & Pick<SettlementRecord, 'currency'> & { readonly held: number };

/** What a show had been settled with before it was opened again is among the settled sales. */
async function sumUnsettled(
  store: Store<'stock'>,
  settlements: readonly SettlementRecord[],
): Promise<UnsettledSales[]> {
  const keysOf = ({ settledShowId: showId, buckets }: SettlementRecord) =>
    shardKeys({ showId, buckets });
  const { records } = await readShards(store, settlements.flatMap(keysOf));
  const stock = new Map(records.map((shard) => [shard.bucketKey, shard]));
  return settlements.map((settlement) => {
    const shards = keysOf(settlement).flatMap((key) => stock.get(key) ?? []);
    const { buckets, currency, counted } = settlement;
    // The show was removed a moment ago, or one of its shards cannot be read.
    const shown = shards.length < buckets ? [] : shards;
    const sum = (counter: keyof Counted): number =>
      shown.reduce((total, shard) => total + shard[counter], 0) - (counted?.[counter] ?? 0);
    return {
      currency,
      available: sum('available'),
      // Nothing of a settled show is held.
      held: shown.reduce((total, { held }) => total + held, 0),
      sold: sum('sold'),
      revenue: sum('revenue'),
    };
  });
}

function addUp(settled: SettledSales, unsettled: readonly UnsettledSales[]): SalesTotals {
  const revenue = new Map(Object.entries(settled.revenue));
  let { available, sold } = settled;
  let held = 0;
  for (const show of unsettled) {
    available += show.available;
    held += show.held;
    sold += show.sold;
    revenue.set(show.currency, (revenue.get(show.currency) ?? 0) + show.revenue);
  }
  return {
    // Every ticket of a show is available, held or sold.
    capacity: available + held + sold,
    available,
    held,
    sold,
    revenue: [...revenue]
      .map(([currency, amount]) => ({ amount, currency }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1)),
  };
}
