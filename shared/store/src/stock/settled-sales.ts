import * as z from 'zod/mini';
import { SETTLED_PARTITION, SETTLED_SALES_KEY, UNSETTLED_PARTITION } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readItem } from '../read-items.ts';
import type { TransactionAction } from '../write-items.ts';
import { type Counted, listSettlements } from './settlement.ts';

/** What all settlements count together. */
const SettledSalesRecord = z.object({
  /** How often a show was settled or forgotten. The next one gets the next number. */
  settlings: z.int().check(z.gte(0)),
  available: z.int(),
  sold: z.int(),
  /** Minor units by currency. */
  revenue: z.record(z.string(), z.int()),
});

export type SettledSales = z.infer<typeof SettledSalesRecord> & {
  /** Whether the item exists. */
  readonly isStored: boolean;
};

const settledSalesKind = {
  table: 'shows',
  schema: SettledSalesRecord,
  what: 'the settled sales',
} as const;

/**
 * Reads what is counted of the settled shows, consistently: 1 read unit. Before the first settling, or after
 * a person has deleted the item because it was damaged, it is added up from all settlements: 0.5 read units for
 * about 20 shows.
 *
 * @throws StoreError STORE_UNAVAILABLE; UnreadableRecord
 */
export async function readSettledSales(store: Store<'shows'>): Promise<SettledSales> {
  const key = SETTLED_SALES_KEY;
  const found = await readItem(store, settledSalesKind, { key, consistent: true });
  if (found !== undefined) return { ...found, isStored: true };
  // A show that is opened again between the two is in both lists, and one that is settled in neither: the
  // item then exists.
  const settlements = new Map(
    [
      ...(await listSettlements(store, SETTLED_PARTITION)),
      ...(await listSettlements(store, UNSETTLED_PARTITION)),
    ].map((settlement) => [settlement.showId, settlement]),
  );
  const none: SettledSales = {
    settlings: 0,
    available: 0,
    sold: 0,
    revenue: {},
    isStored: false,
  };
  return [...settlements.values()].reduce(
    (sales, { currency, counted, settling }) => ({
      ...(counted === undefined ? sales : recount(sales, { currency, now: counted })),
      settlings: Math.max(sales.settlings, settling),
    }),
    none,
  );
}

/** What is counted of a show, instead of what was counted before. */
type Recount = {
  readonly currency: string;
  readonly before?: Counted | undefined;
  readonly now?: Counted | undefined;
};

/** Adds up the settled sales after one more settling. */
export const countSettling = (sales: SettledSales, change: Recount): SettledSales => ({
  ...recount(sales, change),
  settlings: sales.settlings + 1,
  isStored: true,
});

function recount(sales: SettledSales, { currency, before, now }: Recount): SettledSales {
  const more = (counter: keyof Counted) => (now?.[counter] ?? 0) - (before?.[counter] ?? 0);
  return {
    ...sales,
    available: sales.available + more('available'),
    sold: sales.sold + more('sold'),
    revenue: { ...sales.revenue, [currency]: (sales.revenue[currency] ?? 0) + more('revenue') },
  };
}

/**
 * Creates the action that replaces the settled sales, if they are still those that were read. So settlings
 * happen one after the other, and each has a number of its own.
 *
 *     A: read 7 ── settle as 8 if 7 ✓
 *     B: read 7 ──────────────────────── settle as 8 if 7 ✗
 */
export const replaceSettledSales = (
  { tables }: Pick<Store<'shows'>, 'tables'>,
  seen: SettledSales,
  { isStored: _, ...next }: SettledSales,
): TransactionAction => ({
  Put: {
    TableName: tables.shows,
    Item: { ...SETTLED_SALES_KEY, ...next },
    ...(seen.isStored
      ? {
          ConditionExpression: 'settlings = :seen',
          ExpressionAttributeValues: { ':seen': seen.settlings },
        }
      : { ConditionExpression: 'attribute_not_exists(showId)' }),
  },
});
