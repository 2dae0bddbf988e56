import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { readSettledSales, removeShow, shardKey, sumSales } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { connectionRefused, requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { type Damage, damageRecord } from '../support/records/damage-record.ts';
import { before } from '../support/sale/around-call.ts';
import { daysLater, openSettlingSale, type SettlingSale } from '../support/sale/settling-sale.ts';

const TRANSACTION = 'TransactWriteItemsCommand';
const ALL = [true, true, true];
const NONE = [false, false, false];
const SETTLED_SALES = { showId: '#sales' };
const moments = [
  ['before it was sent', 'before', connectionRefused],
  ['after it took effect', 'after', requestTimeout],
] as const;

type Call = { readonly commandName: string | undefined; readonly input: unknown };
const commits = ({ commandName }: Call): boolean => commandName === TRANSACTION;
/** The totals read them after the settled sales, and the stock after them. */
const readsSettlements =
  ({ store }: SettlingSale) =>
  ({ input }: Call): boolean =>
    Object.hasOwn(Object(Object(input).RequestItems), store.tables.shows);

const countSettlings = async ({ store }: SettlingSale): Promise<number> =>
  (await readSettledSales(store)).settlings;

describe('a show is settled once', () => {
  it('although a purchase is sold between its read and its settling', async () => {
    const sale = await openSettlingSale();
    await sale.settle(
      16,
      before(commits, () => sale.sell(3, 16)),
    );
    expect(await sale.marks()).toEqual(NONE);
    await sale.expectTotals();
    await sale.settle(16);
    expect(await sale.marks()).toEqual(ALL);
    await sale.expectTotals();
  });

  it('by two turns at once', async () => {
    const sale = await openSettlingSale();
    await sale.sell(3);
    await sale.settle(
      16,
      before(commits, () => sale.settle(16)),
    );
    expect(await countSettlings(sale)).toBe(1);
    expect(await sale.marks()).toEqual(ALL);
    await sale.expectTotals();
  });

  it.each(moments)('if each turn loses a different call %s', async (_, moment, fault) => {
    const sale = await openSettlingSale();
    await sale.sell(3);
    for (let turn = 0; turn < 10; turn += 1) {
      const faults = createFaultInjector();
      faults[moment](() => true, fault, { skip: turn });
      await sale.settle(16, faults.plugin).catch(() => undefined);
      await sale.expectTotals();
    }
    expect(await sale.marks()).toEqual(ALL);
    expect(await countSettlings(sale)).toBe(1);
  });
});

describe('the totals are right', () => {
  it('although a show is settled while they are read', async () => {
    const sale = await openSettlingSale();
    await sale.sell(3);
    const right = await sale.totals();
    const store = sale.storeWith(before(readsSettlements(sale), () => sale.settle()));
    expect(await sumSales(store)).toEqual(right);
    expect(await sale.marks()).toEqual(ALL);
  });

  it('although a show is opened again and sold from while they are read', async () => {
    const sale = await openSettlingSale();
    await sale.settle();
    const right = await sale.totals();
    const store = sale.storeWith(before(readsSettlements(sale), () => sale.sell(3, 17)));
    expect([right, { ...(await sale.totals()), sold: 3 }]).toContainEqual(await sumSales(store));
    await sale.expectTotals();
  });

  it('although a show is settled while it is removed', async () => {
    const sale = await openSettlingSale();
    const by = { at: daysLater(16).toISOString(), correlationId: 'c' };
    const store = sale.storeWith(before(commits, () => sale.settle()));
    expect(await removeShow(store, sale.show.showId, by)).toBe('conflict');
    expect(await sale.totals()).toMatchObject({ capacity: 30 });
    expect(await removeShow(store, sale.show.showId, by)).toBe('removed');
    expect(await sale.totals()).toMatchObject({ capacity: 0 });
    await sale.settle();
    expect(await sale.totals()).toMatchObject({ capacity: 0 });
  });

  it('although a show is opened again while the settled sales are added up again', async () => {
    const sale = await openSettlingSale();
    await sale.settle();
    const { documents, tables } = sale.store;
    await documents.send(new DeleteCommand({ TableName: tables.shows, Key: SETTLED_SALES }));
    const listsUnsettled = ({ input }: Call) => JSON.stringify(input).includes('#unsettled');
    const store = sale.storeWith(before(listsUnsettled, () => sale.sell(3, 17)));
    expect(await readSettledSales(store)).toMatchObject({ available: 30, sold: 0 });
    expect(await sale.marks()).toEqual(NONE);
    await sale.expectTotals();
  });

  it.each(moments)('if the call that opens a show again is lost %s', async (_, moment, fault) => {
    const sale = await openSettlingSale();
    await sale.settle();
    const faults = createFaultInjector();
    // The first transaction is refused by the mark, the second one opens the show.
    faults[moment](TRANSACTION, fault, { skip: moment === 'before' ? 1 : 0 });
    await expect(sale.sell(3, 17, faults.plugin)).rejects.toThrow();
    faults.assertAllUsed();
    await sale.expectTotals();
    await sale.sell(3, 17);
    await sale.expectTotals();
    expect(await sale.totals()).toMatchObject({ sold: 3 });
  });
});

describe('a damaged record', () => {
  const damage = (sale: SettlingSale, key: Readonly<Record<string, string>>, change: Damage) => {
    const { shows, stock } = sale.store.tables;
    return damageRecord(sale.store, { table: 'showId' in key ? shows : stock, key }, change);
  };

  it('of a shard leaves its show unsettled for a day, and no other', async () => {
    const sale = await openSettlingSale();
    const other = await sale.addShow({ startsAt: '2031-01-01T20:00:00Z', capacity: 7 });
    const key = { bucketKey: shardKey(sale.show.showId, 1) };
    const repair = await damage(sale, key, { sold: 'many' });
    await sale.settle(16);
    expect(await sale.totals()).toMatchObject({ capacity: other.capacity });
    expect(await countSettlings(sale)).toBe(1);
    await repair();
    await sale.settle(16.9);
    expect(await sale.marks()).toEqual(NONE);
    await sale.settle(17.1);
    expect(await sale.marks()).toEqual(ALL);
    expect(await sale.totals()).toMatchObject({ capacity: 37 });
  });

  it('of the settled sales stops the totals, until it is deleted: then they are added up again', async () => {
    const sale = await openSettlingSale();
    await sale.addShow({ startsAt: '2031-01-05T20:00:00Z', capacity: 7 });
    await sale.sell(3);
    await sale.settle(16);
    const right = await sale.totals();
    await damage(sale, SETTLED_SALES, { sold: 'many' });
    await expect(sale.totals()).rejects.toMatchObject({ code: 'RECORD_UNREADABLE' });
    await expect(sale.settle(30)).rejects.toThrow('the settled sales cannot be read');
    const { documents, tables } = sale.store;
    await documents.send(new DeleteCommand({ TableName: tables.shows, Key: SETTLED_SALES }));
    expect(await sale.totals()).toEqual(right);
    await sale.settle(30);
    expect(await countSettlings(sale)).toBe(2);
    expect(await sale.totals()).toEqual(right);
  });

  it('of a settlement leaves its show out', async () => {
    const sale = await openSettlingSale();
    await sale.addShow({ startsAt: '2031-01-05T20:00:00Z', capacity: 7 });
    const key = { showId: `#settlement#${sale.show.showId}` };
    const repair = await damage(sale, key, { buckets: 'many' });
    expect(await sale.totals()).toMatchObject({ capacity: 7 });
    await repair();
    expect(await sale.totals()).toMatchObject({ capacity: 37 });
  });
});
