import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PurchaseMessage } from '@willcall/contracts';
import {
  type AuditDifference,
  auditShow,
  auditStock,
  ledgerKey,
  purchaseRef,
  type StockAudit,
  seatKey,
  shardKey,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { recordKeyOf } from '../support/records/purchase-key.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';
import { saleCommand } from '../support/subscribers/command.ts';

const { of: audit } = saleCommand('audit');

const sell = async (sale: Sale, messages: readonly PurchaseMessage[]): Promise<void> => {
  const records = messages.map((message) => makePurchaseSqsRecord(message));
  expect(await sale.worker()(records)).toEqual([]);
};

const makeReference = (message: PurchaseMessage): string => {
  const { userId, recordKey } = recordKeyOf(message);
  return purchaseRef(userId, recordKey);
};

const update =
  ({ store }: Sale, table: keyof Sale['store']['tables']) =>
  (Key: Record<string, string>, expression: string, value?: unknown, name?: string) =>
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables[table],
        Key,
        UpdateExpression: expression,
        ...(value === undefined ? {} : { ExpressionAttributeValues: { ':v': value } }),
        ...(name === undefined ? {} : { ExpressionAttributeNames: { '#n': name } }),
      }),
    );

const SEATS = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10'];

/** Sells eight of ten seats to seven buyers, each of whom may hold two. */
const sellSeats = async () => {
  const sale = await openSale({ seats: SEATS, buckets: 3, maxTicketsPerBuyer: 2 });
  const { showId } = sale.show;
  const ofBuyer = (userId: string, ...seats: readonly string[]) =>
    makePurchaseMessage({ showId, userId, seats: [...seats], quantity: seats.length });
  const buyers = {
    ana: ofBuyer('ana', 'A1', 'A2'),
    bob: ofBuyer('bob', 'A3'),
    cid: ofBuyer('cid', 'A4'),
    dan: ofBuyer('dan', 'A5'),
    eve: ofBuyer('eve', 'A6'),
    fay: ofBuyer('fay', 'A7'),
    gil: ofBuyer('gil', 'A8'),
  };
  await sell(sale, Object.values(buyers));
  return { sale, buyers };
};

describe('npm run audit', () => {
  it('reports that a sound sale holds, and prints no personal data', async () => {
    const { sale, buyers } = await sellSeats();
    const forPeople = await audit(sale);
    expect(forPeople).toMatchObject({ code: 0 });
    expect(forPeople.stdout).toBe(
      [
        'Stock at one instant: left 2 + sold 8 = capacity 10; revenue EUR 127.92',
        'Records: 8 tickets, revenue EUR 127.92; purchases 7 CONFIRMED, 0 CANCELLED',
        'Not read: refusals, and records that nothing of the show names. --all-records reads them.',
        'The audit holds.',
        '',
      ].join('\n'),
    );
    // Seven purchases and seven ledgers.
    expect(forPeople.stderr).toContain('records read 14, of this show 14');

    const { stdout } = await audit(sale, '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      holds: true,
      stock: { available: 2, sold: 8, differences: [] },
      records: { tickets: 8, byStatus: { CONFIRMED: 7 }, differences: [] },
    });
    expect(stdout + forPeople.stdout + forPeople.stderr).not.toMatch(/example\.com|last4/);
    expect(stdout).not.toContain(buyers.ana.holder.name);
  });

  it('names each corrupted ticket and exits with 1', async () => {
    const { sale, buyers } = await sellSeats();
    const { ana, bob, cid, dan, fay, gil } = buyers;
    const { show, store } = sale;
    const [stock, seats, purchases] = (['stock', 'seats', 'purchases'] as const).map((table) =>
      update(sale, table),
    );
    if (!stock || !seats || !purchases) throw new Error('expected three tables');
    await Promise.all([
      stock({ bucketKey: shardKey(show.showId, 1) }, 'ADD available :v', 1),
      seats(seatKey(show, 'A1'), 'REMOVE heldBy'),
      seats(seatKey(show, 'A3'), 'SET heldBy = :v', purchaseRef('zoe', 'P#nothing')),
      purchases(recordKeyOf(cid), 'SET #n = :v', 'CANCELLED', 'status'),
      store.documents.send(
        new DeleteCommand({ TableName: store.tables.seats, Key: seatKey(show, 'A5') }),
      ),
      purchases({ userId: 'eve', recordKey: ledgerKey(show.showId) }, 'SET tickets = :v', 2),
      purchases(recordKeyOf(fay), 'SET seats = :v', ['A6']),
      purchases(recordKeyOf(gil), 'REMOVE #n', undefined, 'total'),
      seats(seatKey(show, 'A10'), 'SET heldBy = :v', makeReference(cid)),
    ]);

    const { code, stdout } = await audit(sale, '--json');
    expect(code).toBe(1);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ holds: false, stock: { holds: false } });
    const found: AuditDifference[] = report.records.differences;
    const purchase = ({ purchaseId }: PurchaseMessage) => ({ purchaseId });
    const expected = [
      { code: 'CAPACITY' },
      { code: 'JOURNAL_AVAILABLE' },
      { code: 'JOURNAL_PURCHASE', ...purchase(gil), userId: 'gil' },
      { code: 'JOURNAL_RETURN', ...purchase(cid), userId: 'cid' },
      { code: 'SOLD_COUNTER' },
      { code: 'REVENUE_COUNTER' },
      { code: 'RETURNS_COUNTER' },
      { code: 'SEATS_CAPACITY' },
      { code: 'SEATS_FREE' },
      { code: 'PURCHASE_TOTAL', ...purchase(gil), userId: 'gil' },
      { code: 'PURCHASE_STATE', ...purchase(cid), userId: 'cid' },
      { code: 'SEAT_NOT_HELD', seatId: 'A1', ...purchase(ana) },
      { code: 'SEAT_HELD_BY_ANOTHER', seatId: 'A3', ...purchase(bob) },
      { code: 'SEAT_MISSING', seatId: 'A5', ...purchase(dan) },
      { code: 'SEAT_SOLD_TWICE', seatId: 'A6' },
      { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A4', ...purchase(cid), userId: 'cid' },
      { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A7', ...purchase(fay), userId: 'fay' },
      { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A10', ...purchase(cid), userId: 'cid' },
      { code: 'LEDGER_TICKETS', userId: 'cid' },
      { code: 'LEDGER_LAST', ...purchase(cid), userId: 'cid' },
      { code: 'LEDGER_TICKETS', userId: 'eve' },
    ];
    for (const each of expected) expect(found).toContainEqual(expect.objectContaining(each));
    // The counters of each shard differ on their own.
    const codesOf = (differences: readonly { readonly code: string }[]) =>
      new Set(differences.map(({ code }) => code));
    expect(codesOf(found)).toEqual(codesOf(expected));

    const forPeople = await audit(sale);
    expect(forPeople.code).toBe(1);
    expect(forPeople.stdout.split('\n')).toEqual(
      expect.arrayContaining([
        'CAPACITY: Available 3 + held 0 + sold 8 = 11, but the capacity is 10. See infra/RUNBOOK.md#audit-stock.',
        `SEAT_NOT_HELD: Purchase ${ana.purchaseId} names seat A1, which is free. See infra/RUNBOOK.md#audit-seats.`,
        `SEAT_MISSING: Purchase ${dan.purchaseId} names seat A5, which does not exist. See infra/RUNBOOK.md#audit-seats.`,
        `SEAT_WITHOUT_PURCHASE: Seat A4 is held by the CANCELLED purchase ${cid.purchaseId}, but no confirmed purchase names it. See infra/RUNBOOK.md#audit-seats.`,
        'LEDGER_TICKETS: Buyer eve: the ledger says 2, but the purchases add up to 1. See infra/RUNBOOK.md#audit-ledgers.',
        'THE AUDIT DOES NOT HOLD.',
      ]),
    );
    // Three lines about what was read, one per difference, and the verdict.
    expect(forPeople.stdout.trimEnd().split('\n')).toHaveLength(3 + found.length + 1);
  });

  it('reads the refusals too, and what nothing of the show names, with --all-records', async () => {
    const { sale, buyers } = await sellSeats();
    const { showId } = sale.show;
    await sell(sale, [makePurchaseMessage({ showId, seats: ['A1'] })]);
    const all = await audit(sale, '--all-records');
    expect(all.stdout).toContain(
      '7 CONFIRMED, 1 REJECTED, 0 FAILED, 0 CANCELLED\nThe audit holds.',
    );

    const { documents, tables } = sale.store;
    const { purchaseId } = buyers.bob;
    const copied = { ...(await sale.recordOf(buyers.bob)), userId: 'eve', reminder: undefined };
    await documents.send(new PutCommand({ TableName: tables.purchases, Item: copied }));
    expect(await audit(sale)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('purchases 7 CONFIRMED, 0 CANCELLED\nNot read: refusals'),
    });
    const { code, stdout } = await audit(sale, '--all-records', '--json');
    const { differences } = JSON.parse(stdout);
    expect({ code, differences }).toEqual({
      code: 1,
      differences: expect.arrayContaining([
        expect.objectContaining({ code: 'PURCHASE_DUPLICATE', purchaseId }),
        expect.objectContaining({ code: 'JOURNAL_UNLISTED', purchaseId, userId: 'eve' }),
      ]),
    });
  });

  it('holds at any moment of a sale with --stock-only', async () => {
    const sale = await openSale({ capacity: 100_000, buckets: 8 });
    const { showId } = sale.show;
    const over = new AbortController();
    const workers = [1, 2, 3].map(async () => {
      const worker = sale.worker();
      while (!over.signal.aborted) {
        const messages = Array.from({ length: 10 }, () => makePurchaseMessage({ showId }));
        expect(await worker(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual([]);
      }
    });
    const audits: StockAudit[] = [];
    const { code, stdout } = await audit(sale, '--stock-only', '--json');
    expect({ code, report: JSON.parse(stdout) }).toMatchObject({
      code: 0,
      report: { holds: true, records: null },
    });
    const countMoments = () => new Set(audits.map(({ sold }) => sold)).size;
    while (countMoments() < 5) audits.push(await auditStock(sale.store, showId));
    over.abort();
    await Promise.all(workers);
    expect(audits.map(({ differences }) => differences)).toEqual(audits.map(() => []));
    expect(await auditShow(sale.store, showId)).toMatchObject({ differences: [] });
  });
});

it('an audit ignores records that a concurrent sale changes', async () => {
  const sale = await openSale({ capacity: 10, buckets: 2 });
  const { showId } = sale.show;
  await sell(sale, [makePurchaseMessage({ showId })]);
  const store = sale.storeWith(
    runBefore('QueryCommand', () => sell(sale, [makePurchaseMessage({ showId, quantity: 2 })])),
  );
  expect(await auditShow(store, showId)).toMatchObject({
    holds: false,
    available: 7,
    differences: [{ code: 'STOCK_MOVED' }],
  });
  expect(await auditShow(store, showId)).toMatchObject({ holds: true, tickets: 3 });
});
