import type { DecidedPurchase, ShowList } from '@willcall/contracts';
import { removeShow } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { requestTimeout, throttling, transactionCanceled } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { listTableItems } from '../support/http/table-items.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const faults = createFaultInjector();
const office = await openBoxOffice({
  seams: { dynamodbPlugins: [faults.plugin] },
  env: { REDELIVERY_BASE_SECONDS: '0' },
});

const remove = (showId: string, token: string | undefined = office.adminToken) =>
  office.send({ method: 'DELETE', path: `/v1/shows/${showId}`, token });
const get = (showId: string) => office.send({ path: `/v1/shows/${showId}` });
const makeSeated = (seats: number) =>
  office.makeShow({
    capacity: undefined,
    seats: Array.from({ length: seats }, (_, seat) => `1-${seat}`),
  });
const readStockLeft = async (showId: string) => {
  const tables = await Promise.all(
    (['shows', 'stock', 'seats'] as const).map((table) => listTableItems(office.store, table)),
  );
  return tables.flat().filter((item) => JSON.stringify(item).includes(showId));
};

describe('a removed show', () => {
  it('cannot be found by its id or in the lists, and cannot be bought', async () => {
    const { showId } = await office.makeShow({ name: 'Macbeth' });
    expect(await remove(showId)).toMatchObject({ status: 204, text: '' });
    expect(await get(showId)).toMatchObject({ status: 404, body: { code: 'SHOW_NOT_FOUND' } });
    await waitFor(async () => {
      const lists = await Promise.all([
        office.send({ path: '/shows?limit=100' }),
        office.send({ path: '/titles?limit=100' }),
      ]);
      expect(JSON.stringify(lists)).not.toMatch(new RegExp(`${showId}|Macbeth`));
    });
    const bought = await (await office.buyer()).buy(purchaseBody({ showId }));
    expect(bought).toMatchObject({ status: 'REJECTED', reason: 'SHOW_NOT_FOUND' });
    expect(await readStockLeft(showId)).toEqual([]);
    expect(await remove(showId)).toMatchObject({ status: 404 });
  });

  it('loses its seats too', async () => {
    const { showId } = await makeSeated(70);
    const other = await makeSeated(3);
    expect(await readStockLeft(showId)).toHaveLength(73);
    expect(await remove(showId)).toMatchObject({ status: 204 });
    expect(await readStockLeft(showId)).toEqual([]);
    expect(await readStockLeft(other.showId)).toHaveLength(6);
  });

  it('cannot be a show that has sold a ticket', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    expect(await remove(showId)).toMatchObject({ status: 409, body: { code: 'SHOW_HAS_SALES' } });
    expect(await get(showId)).toMatchObject({ status: 200, body: { available: 9 } });
    expect(await office.audit(showId)).toMatchObject({ holds: true });
  });

  it('requires an admin and an existing show', async () => {
    const { showId } = await office.makeShow();
    const { token } = await office.buyer();
    expect(await remove(showId, token)).toMatchObject({ status: 403 });
    for (const id of ['AAAAAAAAAAAAAAAA', '%23calendar', '%23title%23Hamlet']) {
      expect(await remove(id)).toMatchObject({ status: 404, body: { code: 'SHOW_NOT_FOUND' } });
    }
  });

  it('is gone after several concurrent requests, and each of them succeeds', async () => {
    const { showId } = await makeSeated(30);
    const answers = await Promise.all(Array.from({ length: 4 }, () => remove(showId)));
    expect(answers.every(({ status }) => status === 204 || status === 404)).toBe(true);
    expect(answers.some(({ status }) => status === 204)).toBe(true);
    expect(await readStockLeft(showId)).toEqual([]);
  });
});

describe('a removal that is interrupted', () => {
  it.each([
    ['before its transaction', 'before', 'TransactWriteItemsCommand'],
    ['after its transaction', 'after', 'TransactWriteItemsCommand'],
    ['before the seats are found', 'before', 'QueryCommand'],
    ['before seats are deleted', 'before', 'BatchWriteItemCommand'],
    ['after seats are deleted', 'after', 'BatchWriteItemCommand'],
    ['before the show is deleted', 'before', 'DeleteItemCommand'],
  ] as const)('%s is completed by the next request', async (_, moment, command) => {
    const { showId } = await makeSeated(30);
    faults[moment](command, moment === 'before' ? throttling : requestTimeout);
    expect(await remove(showId)).toMatchObject({
      status: 503,
      body: { code: 'STORE_UNAVAILABLE' },
    });
    faults.assertAllUsed();
    const isThere = moment === 'before' && command === 'TransactWriteItemsCommand';
    expect((await get(showId)).status).toBe(isThere ? 200 : 404);
    expect(await remove(showId)).toMatchObject({ status: 204 });
    expect(await readStockLeft(showId)).toEqual([]);
  });

  it('after its last write leaves nothing to do', async () => {
    const { showId } = await makeSeated(3);
    faults.after('DeleteItemCommand', requestTimeout);
    expect(await remove(showId)).toMatchObject({ status: 503 });
    expect(await remove(showId)).toMatchObject({ status: 404 });
    expect(await readStockLeft(showId)).toEqual([]);
  });

  it('by a conflict with a sale is tried again', async () => {
    const { showId } = await office.makeShow();
    faults.before('TransactWriteItemsCommand', () =>
      transactionCanceled(['None', 'None', 'None', 'TransactionConflict', 'None']),
    );
    expect(await remove(showId)).toMatchObject({ status: 204 });
    faults.assertAllUsed();
  });
});

describe('a removal during a sale', () => {
  it('just before a sale commits makes the worker reject the purchase as SHOW_NOT_FOUND', async () => {
    const sale = await openSale();
    const { showId } = sale.show;
    const message = makePurchaseMessage({ showId });
    const records = [makePurchaseSqsRecord(message)];
    const by = { at: new Date().toISOString(), correlationId: 'removal' };
    const taken = async () => expect(await removeShow(sale.store, showId, by)).toBe('removed');
    const worker = sale.worker({
      dynamodbPlugins: [runBefore('TransactWriteItemsCommand', taken)],
    });
    // The stock is missing: the message is redelivered and finds no show.
    expect(await worker(records)).toEqual(records.map(({ messageId }) => messageId));
    expect(await worker(records)).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({
      status: 'REJECTED',
      reason: 'SHOW_NOT_FOUND',
    });
  });

  it('happens before every ticket is sold, or not at all', async () => {
    const outcomes = new Set<number>();
    for (let round = 0; round < 6; round += 1) {
      const { showId } = await office.makeShow({ capacity: 100 });
      const crowd = await Promise.all(Array.from({ length: 12 }, () => office.buyer()));
      const locations = crowd.map((buyer) => buyer.request(purchaseBody({ showId })));
      // Later in each round: the first removals come before any sale.
      await Promise.all(locations.slice(0, round * 2));
      const removed = await remove(showId);
      outcomes.add(removed.status);
      const decided = await Promise.all(
        crowd.map(async (buyer, index) => buyer.decided((await locations[index]) ?? '')),
      );
      await expectConsistent(showId, removed.status, decided);
    }
    expect([...outcomes].every((status) => status === 204 || status === 409)).toBe(true);
  });
});

async function expectConsistent(
  showId: string,
  removal: number,
  decided: readonly DecidedPurchase[],
): Promise<void> {
  const confirmed = decided.filter(({ status }) => status === 'CONFIRMED');
  if (removal === 204) {
    expect(confirmed).toEqual([]);
    for (const { reason } of decided) expect(reason).toBe('SHOW_NOT_FOUND');
    expect(
      ((await office.send({ path: '/shows?limit=100' })).body as ShowList).shows.map(
        (show) => show.showId,
      ),
    ).not.toContain(showId);
    return;
  }
  expect(confirmed).toHaveLength(decided.length);
  expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: decided.length });
}
