import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import {
  cancelPurchase,
  changeShow,
  forEachJournalPage,
  type JournalEntry,
  type PurchaseRecord,
  putEntry,
  type ShardCounters,
} from '@willcall/store';
import { expect, it } from 'vitest';
import { itemSize } from '../support/capacity/item-size.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

async function readEntries({ store, show }: Sale): Promise<JournalEntry[]> {
  const entries: JournalEntry[] = [];
  await forEachJournalPage(store, show, { limit: 100, concurrency: 2 }, (page) => {
    expect(page.unreadable).toEqual([]);
    entries.push(...page.entries);
  });
  return entries;
}

/** Expects that the journal adds up to the counters of each shard, and returns its entries. */
async function expectBooks(sale: Sale): Promise<JournalEntry[]> {
  const entries = await readEntries(sale);
  const sums = Array.from({ length: sale.show.buckets }, (_, shard) =>
    entries
      .flatMap(({ postings }) => postings)
      .filter((posting) => posting.shard === shard)
      .reduce<ShardCounters>(
        (sum, { available, held, sold, revenue }) => ({
          available: sum.available + available,
          held: sum.held + held,
          sold: sum.sold + sold,
          revenue: sum.revenue + revenue,
        }),
        { available: 0, held: 0, sold: 0, revenue: 0 },
      ),
  );
  const counters = (await sale.buckets()).map(({ available, held, sold, revenue }) => ({
    available,
    held,
    sold,
    revenue,
  }));
  expect(sums).toEqual(counters);
  for (const { revenue } of counters) expect(revenue).toBeGreaterThanOrEqual(0);
  return entries;
}

async function buy(sale: Sale, quantities: readonly number[]): Promise<PurchaseRecord[]> {
  const worker = sale.worker();
  const { showId } = sale.show;
  const records: PurchaseRecord[] = [];
  for (const quantity of quantities) {
    const message = makePurchaseMessage({ showId, quantity });
    expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
    const record = await sale.recordOf(message);
    if (record !== undefined) records.push(record);
  }
  return records;
}

it('the journal adds up to each shard’s counters, and names every purchase that was sold or returned', async () => {
  const sale = await openSale({ capacity: 10, buckets: 2 });
  const fresh = await sale.buckets();
  // The last purchase takes from both shards.
  const sold = await buy(sale, [3, 3, 4]);
  const sales = (await expectBooks(sale)).filter(({ kind }) => kind === 'SALE');
  const listed = sales.flatMap(({ purchases }) => purchases);
  expect(listed.map(({ quantity, total }) => [quantity, total]).sort()).toEqual([
    [3, 3 * 1599],
    [3, 3 * 1599],
    [4, 4 * 1599],
  ]);
  expect(sold.at(-1)?.from).toHaveLength(2);

  for (const purchase of sold) {
    if (purchase.status !== 'CONFIRMED') throw new Error('expected a sale');
    await cancelPurchase(sale.store, purchase, sale.show, {
      at: new Date().toISOString(),
      correlationId: 'c',
      random: Math.random,
      wait: async () => undefined,
    });
  }
  const returns = (await expectBooks(sale)).filter(({ kind }) => kind === 'RETURN');
  expect(returns.flatMap(({ purchases }) => purchases)).toHaveLength(3);
  // Every ticket is back in the shard that it came from. Each shard had two purchases.
  expect(await sale.buckets()).toEqual(fresh.map((shard) => ({ ...shard, returns: 2 })));
});

it('the journal follows a change of capacity', async () => {
  const sale = await openSale({ capacity: 10, buckets: 2 });
  const changed = await changeShow(sale.store, sale.show, {
    capacity: { to: 13, stock: [{ shard: 1, quantity: 3 }] },
    at: new Date().toISOString(),
    correlationId: 'c',
  });
  expect(changed).toMatchObject({ capacity: 13 });
  expect((await expectBooks(sale)).map(({ kind }) => kind).sort()).toEqual(['CAPACITY', 'LAYOUT']);
});

it('the entry of ten purchases with user ids of 64 bytes and totals of 8 digits fits in 1 KB', async () => {
  const { store } = await openSale();
  const purchases = Array.from({ length: 10 }, (_, index) => ({
    userId: 'u'.repeat(64),
    recordKey: `P#${String(index).padStart(16, '0')}`,
    quantity: 8,
    total: 99_999_999,
  }));
  const { Put } = putEntry(store, 's'.repeat(16), {
    kind: 'SALE',
    postings: [{ shard: 63, available: -80, held: 0, sold: 80, revenue: 999_999_990 }],
    purchases,
    at: '2031-06-01T20:00:00.000Z',
  });
  const put = known(Put, 'put');
  await store.documents.send(new PutCommand(put));
  const { bucketKey, entryKey } = known(put.Item, 'item');
  const Key = { bucketKey: { S: String(bucketKey) }, entryKey: { S: String(entryKey) } };
  const { Item } = await store.documents.send(
    new GetItemCommand({ TableName: store.tables.journal, Key }),
  );
  expect(itemSize(known(Item, 'stored item'))).toBeLessThanOrEqual(1024);
});
