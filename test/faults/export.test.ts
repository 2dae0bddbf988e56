import { forEachSold, type LeftOut, type PurchaseRecord } from '@willcall/store';
import { expect, it } from 'vitest';
import { editTables } from '../support/audit/edit-tables.ts';
import { entryKeyOf, readEntry } from '../support/audit/tampering.ts';
import { recordKeyOf } from '../support/records/purchase-key.ts';
import { around, readsPurchases } from '../support/sale/around-call.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { saleCommand } from '../support/subscribers/command.ts';

/** Sells tickets to Ana and to Ben, each in an entry of their own. */
const openSold = async () => {
  const sale = await openSale({ capacity: 10, buckets: 2 });
  const [ana, ben] = ['ana', 'ben'].map((userId) =>
    makePurchaseMessage({ showId: sale.show.showId, userId, quantity: 2 }),
  );
  if (ana === undefined || ben === undefined) throw new Error('expected two purchases');
  for (const message of [ana, ben]) {
    expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
  }
  const tables = editTables(sale.store.documents, {
    ...sale.store.tables,
    reminders: String(sale.environment.REMINDERS_TABLE),
  });
  return { sale, ana, ben, tables };
};

const listSold = async ({ show }: Sale, store: Sale['store']) => {
  const sold: PurchaseRecord[] = [];
  const leftOut: LeftOut = await forEachSold(store, show, {
    onPurchases: (purchases) => void sold.push(...purchases),
    pause: async () => undefined,
  });
  return { buyers: sold.map(({ userId }) => userId).toSorted(), leftOut };
};

const nothing: LeftOut = { unreadable: [], missing: [] };

it('a listed purchase that cannot be read yet is read again', async () => {
  const { sale } = await openSold();
  const hide = around(readsPurchases(sale), async (read) => {
    Object(await read()).Responses[sale.store.tables.purchases] = [];
  });
  const found = await listSold(sale, sale.storeWith(hide));
  expect(found).toEqual({ buyers: ['ana', 'ben'], leftOut: nothing });
});

it('a purchase that was cancelled is passed once, whatever lists it', async () => {
  const { sale, ana, tables } = await openSold();
  const at = new Date().toISOString();
  await tables.set('purchases', recordKeyOf(ana), { status: 'CANCELLED', cancelledAt: at });
  const sold = await readEntry({ sale, show: sale.show }, 'SALE', ana);
  await tables.put('journal', { ...sold, kind: 'RETURN', entryKey: `${at}#return` });
  expect(await listSold(sale, sale.store)).toEqual({ buyers: ['ana', 'ben'], leftOut: nothing });
});

it('the export goes on without what does not exist or cannot be read, and names it', async () => {
  const { sale, ana, ben, tables } = await openSold();
  await tables.remove('purchases', recordKeyOf(ben));
  const sold = await readEntry({ sale, show: sale.show }, 'SALE', ana);
  await tables.put('journal', { ...sold, kind: 'GIFT', entryKey: `${ana.requestedAt}#unreadable` });
  const { recordKey } = recordKeyOf(ben);
  expect(await listSold(sale, sale.store)).toMatchObject({
    buyers: ['ana'],
    leftOut: {
      missing: [{ userId: 'ben', recordKey }],
      unreadable: [{ table: 'journal', wrong: ['kind'] }],
    },
  });

  const { code, stdout, stderr } = await saleCommand('tickets').of(sale);
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\r\n')).toHaveLength(1 + 2);
  expect(stderr).toContain('The export is incomplete, because 2 records cannot be read.');
  expect(stderr).toContain(`journal bucketKey=${entryKeyOf(sold).bucketKey}`);
  expect(stderr).toContain(`purchases recordKey=${recordKey}: does not exist`);
  expect(stderr).not.toMatch(/\bben\b/);
});
