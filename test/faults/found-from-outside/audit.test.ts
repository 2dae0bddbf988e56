import { auditShow, ledgerKey, openStore, purchaseRecordKey, shardKey } from '@willcall/store';
import { beforeAll, expect, inject, it } from 'vitest';
import { editTables, type TableEditor } from '../../support/audit/edit-tables.ts';
import { purchaseBody } from '../../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../../support/http/box-office.ts';
import { recordKeyOf } from '../../support/records/purchase-key.ts';

let office: BoxOffice;
let tables: TableEditor;
beforeAll(async () => {
  office = await openBoxOffice({ announces: true });
  tables = editTables(office.store.documents, office.stage.resources.tables);
});

/** Buys tickets as a buyer does, and returns the key of the record. */
async function buy(showId: string, userId: string, quantity: number) {
  const buyer = await office.buyer(userId);
  const bought = await buyer.buy(purchaseBody({ showId, quantity }));
  expect(bought).toMatchObject({ status: 'CONFIRMED' });
  return recordKeyOf({ userId, purchaseId: bought.purchaseId });
}

const findCodes = async (showId: string) =>
  (await office.audit(showId)).differences.map(({ code, userId }) => [code, userId]);

it("the audit held for a ledger under another show's key, and its buyer bought beyond the limit", async () => {
  const { showId } = await office.makeShow({ maxTicketsPerBuyer: 4 });
  await buy(showId, 'ana', 4);
  const key = { userId: 'ana', recordKey: ledgerKey(showId) };
  const ledger = await tables.read('purchases', key);
  await tables.remove('purchases', key);
  await tables.put('purchases', { ...ledger, recordKey: ledgerKey('another') });
  expect(await findCodes(showId)).toEqual(
    expect.arrayContaining([
      ['LEDGER_KEY', 'ana'],
      ['LEDGER_TICKETS', 'ana'],
    ]),
  );
  await buy(showId, 'ana', 4);
  expect(await findCodes(showId)).toContainEqual(['LIMIT_EXCEEDED', 'ana']);
});

it('the audit held for a sold-out latch with every ticket left', async () => {
  const { showId } = await office.makeShow({ capacity: 10 });
  await tables.set('shows', { showId }, { soldOutAt: '2031-01-01T00:00:00.000Z' });
  expect(await office.audit(showId)).toMatchObject({
    holds: false,
    differences: [{ code: 'LATCH', message: expect.stringContaining('10 tickets are left') }],
  });
});

it("the audit held for a purchase whose record key is not its id's", async () => {
  const { showId } = await office.makeShow();
  const key = await buy(showId, 'ana', 2);
  const record = await tables.read('purchases', key);
  await tables.remove('purchases', key);
  await tables.put('purchases', { ...record, recordKey: purchaseRecordKey('A'.repeat(16)) });
  expect(await findCodes(showId)).toContainEqual(['PURCHASE_KEY', 'ana']);
});

it('the audit held for a purchase that was copied to another user, with the counters raised', async () => {
  const { showId, capacity } = await office.makeShow({ capacity: 10 });
  const key = await buy(showId, 'ana', 2);
  const record = await tables.read('purchases', key);
  await tables.put('purchases', { ...record, userId: 'eve' });
  const revenue = 2 * Number(Object(record.total).amount);
  const shard = { bucketKey: shardKey(showId, 0) };
  await tables.set('stock', shard, { available: capacity - 4, sold: 4, revenue });
  const { differences } = await office.audit(showId);
  expect(differences).toContainEqual(
    expect.objectContaining({ code: 'PURCHASE_DUPLICATE', purchaseId: record.purchaseId }),
  );
});

it('the audit held for a quantity that differs from the tickets that were paid', async () => {
  const { showId, capacity } = await office.makeShow({ capacity: 10 });
  const key = await buy(showId, 'ana', 2);
  await tables.set('purchases', key, { quantity: 1 });
  const shard = { bucketKey: shardKey(showId, 0) };
  await tables.set('stock', shard, { available: capacity - 1, sold: 1 });
  expect(await findCodes(showId)).toContainEqual(['PURCHASE_TOTAL', 'ana']);
});

it('the books of a whole stage hold, with its lists, its jobs and its reminders', async () => {
  const { showId } = await office.makeShow({ maxTicketsPerBuyer: 4, capacity: 10 });
  await buy(showId, 'ana', 2);
  await buy(showId, 'ben', 1);
  const ben = await office.buyer('ben');
  const cancelled = await ben.buy(purchaseBody({ showId, quantity: 2 }));
  await office.client.call('cancelPurchase', {
    path: { purchaseId: cancelled.purchaseId },
    token: ben.token,
  });
  const { reminders } = office.stage.resources.tables;
  const store = openStore(
    { reminders },
    {
      client: {
        endpoint: inject('dynamodbEndpoint'),
        region: 'us-east-1',
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      },
    },
  );
  // An hour later, every reminder must have been set.
  const clock = () => new Date(Date.now() + 3_600_000);
  const audit = () =>
    auditShow(office.store, showId, {
      allRecords: true,
      reminders: { store, clock, wait: async () => undefined },
    });
  await expect.poll(async () => (await audit()).differences).toEqual([]);
});
