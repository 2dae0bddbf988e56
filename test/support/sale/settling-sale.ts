import { createShowJobs } from '@willcall/show-jobs';
import { auditShow, type PurchaseRecord, sumSales } from '@willcall/store';
import { expect } from 'vitest';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from './lambda-context.ts';
import { openSale, type Sale, type SaleOptions } from './open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from './purchase-message.ts';

const STARTS_AT = '2031-01-01T20:00:00.000Z';
/** Milliseconds since 1970: the days after the start of the show. */
export const daysLater = (days: number): Date =>
  new Date(Date.parse(STARTS_AT) + days * 24 * 60 * 60_000);

export type SettlingSale = Sale & {
  /** Runs a turn of the show jobs, so many days after the start of the show. */
  settle(days?: number, ...plugins: SdkPlugin[]): Promise<void>;
  /** Decides a purchase that was requested before the start, so many days after it. */
  sell(quantity: number, days?: number, ...plugins: SdkPlugin[]): Promise<PurchaseRecord>;
  totals(): ReturnType<typeof sumSales>;
  /** Expects that the totals are those of the stock shards. */
  expectTotals(): Promise<void>;
  /** Whether each shard has the mark of a settled show. */
  marks(): Promise<boolean[]>;
};

/** A show of 30 tickets in 3 shards, which are the only ones of their stage. */
export async function openSettlingSale(options: SaleOptions = {}): Promise<SettlingSale> {
  const sale = await openSale({ startsAt: STARTS_AT, capacity: 30, buckets: 3, ...options });
  const { environment, store, show } = sale;
  return {
    ...sale,
    settle: async (days = 16, ...dynamodbPlugins) => {
      const seams = { clock: () => daysLater(days), dynamodbPlugins };
      const jobs = createShowJobs(environment, asDeployed('show-jobs', environment, seams));
      await jobs({}, makeLambdaContext(60_000));
    },
    sell: async (quantity, days = 0, ...dynamodbPlugins) => {
      const requestedAt = daysLater(-1).toISOString();
      const message = makePurchaseMessage({ showId: show.showId, quantity, requestedAt });
      const worker = sale.worker({ clock: () => daysLater(days), dynamodbPlugins });
      expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
      const record = await sale.recordOf(message);
      if (record === undefined) throw new Error('The purchase has no record');
      return record;
    },
    totals: () => sumSales(store),
    expectTotals: async () => {
      const stock = await sale.buckets();
      const sum = (counter: 'available' | 'sold' | 'revenue') =>
        stock.reduce((total, shard) => total + shard[counter], 0);
      const [available, sold, amount] = [sum('available'), sum('sold'), sum('revenue')];
      const revenue = [{ amount, currency: 'EUR' }];
      expect(await sumSales(store)).toEqual({
        capacity: available + sold,
        available,
        held: 0,
        sold,
        revenue,
      });
      const { differences } = await auditShow(store, show.showId, { clock: () => daysLater(30) });
      expect(differences).toEqual([]);
    },
    marks: async () =>
      (await sale.buckets()).map((shard) => Reflect.get(shard, 'settledAt') !== undefined),
  };
}
