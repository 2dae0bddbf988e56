import type { PurchaseMessage } from '@willcall/contracts';
import { readLedger } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const userId = 'buyer-of-several';

const makeRequest = (sale: Sale, quantity: number, overrides: Partial<PurchaseMessage> = {}) =>
  makePurchaseMessage({ showId: sale.show.showId, userId, quantity, ...overrides });

const decideAll = (sale: Sale, messages: readonly PurchaseMessage[]) =>
  Promise.all(
    messages.map(async (message) => {
      const record = await sale.recordOf(message);
      return record?.reason ?? record?.status;
    }),
  );

const readBuyerLedger = (sale: Sale, buyer = userId) =>
  readLedger(sale.store, buyer, sale.show.showId);

describe('a show with a limit of four tickets per buyer', () => {
  it('records the tickets of each buyer in the ledger, in the transaction that sells them', async () => {
    const sale = await openSale({ maxTicketsPerBuyer: 4 });
    const messages = [
      makeRequest(sale, 1),
      makeRequest(sale, 2),
      makeRequest(sale, 3, { userId: 'bob' }),
    ];
    expect(await sale.worker()(messages.map((each) => makePurchaseSqsRecord(each)))).toEqual([]);

    expect(await decideAll(sale, messages)).toEqual(['CONFIRMED', 'CONFIRMED', 'CONFIRMED']);
    expect(await readBuyerLedger(sale)).toMatchObject({
      tickets: 3,
      lastPurchaseId: messages[1]?.purchaseId,
      lastStatus: 'CONFIRMED',
    });
    expect(await readBuyerLedger(sale, 'bob')).toMatchObject({ tickets: 3 });
  });

  it('rejects requests beyond the limit in arrival order, and sells those that fit', async () => {
    const sale = await openSale({ maxTicketsPerBuyer: 4 });
    const messages = [3, 2, 5, 1, 1].map((quantity) => makeRequest(sale, quantity));
    expect(await sale.worker()(messages.map((each) => makePurchaseSqsRecord(each)))).toEqual([]);

    expect(await decideAll(sale, messages)).toEqual([
      'CONFIRMED',
      'LIMIT_EXCEEDED',
      'LIMIT_EXCEEDED',
      'CONFIRMED',
      'LIMIT_EXCEEDED',
    ]);
    expect(await readBuyerLedger(sale)).toMatchObject({
      tickets: 4,
      lastPurchaseId: messages[4]?.purchaseId,
      lastStatus: 'REJECTED',
    });
    expect(await sale.left()).toBe(6);
  });

  it('keeps the limit when two workers decide for one buyer at the same moment', async () => {
    const sale = await openSale({ maxTicketsPerBuyer: 4 });
    const [mine, theirs] = [makeRequest(sale, 3), makeRequest(sale, 2)];
    const other = sale.worker();
    const worker = sale.worker({
      dynamodbPlugins: [
        runBefore('TransactWriteItemsCommand', () => other([makePurchaseSqsRecord(theirs)])),
      ],
    });
    expect(await worker([makePurchaseSqsRecord(mine)])).toEqual([]);
    expect(await decideAll(sale, [mine, theirs])).toEqual(['LIMIT_EXCEEDED', 'CONFIRMED']);
    expect(await readBuyerLedger(sale)).toMatchObject({ tickets: 2 });
  });

  it('counts a purchase once when the reply to its transaction was lost', async () => {
    const sale = await openSale({ maxTicketsPerBuyer: 4 });
    const messages = [makeRequest(sale, 3), makeRequest(sale, 1)];
    const records = messages.map((each) => makePurchaseSqsRecord(each));
    const faults = createFaultInjector();
    faults.after('TransactWriteItemsCommand', requestTimeout);
    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker(records)).toHaveLength(2);
    faults.assertAllUsed();

    expect(await worker(records)).toEqual([]);
    expect(await decideAll(sale, messages)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(await readBuyerLedger(sale)).toMatchObject({ tickets: 4 });
  });

  it.each(['before', 'after'] as const)(
    'completes the ledger of a rejection that was lost %s the entry was written',
    async (moment) => {
      const sale = await openSale({ maxTicketsPerBuyer: 1 });
      const message = makeRequest(sale, 2);
      const faults = createFaultInjector();
      faults[moment]('UpdateItemCommand', requestTimeout);
      const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
      expect(await worker([makePurchaseSqsRecord(message)])).toHaveLength(1);
      faults.assertAllUsed();

      expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
      const record = await sale.recordOf(message);
      expect(await readBuyerLedger(sale)).toMatchObject({
        tickets: 0,
        lastStatus: 'REJECTED',
        lastDecidedAt: record?.decidedAt,
      });
    },
  );
});

describe('a show with one purchase at a time', () => {
  it('rejects what was requested before the last decision, and sells what was requested after it', async () => {
    const sale = await openSale({ onePurchaseAtATime: true });
    const [first, hasty] = [makeRequest(sale, 1), makeRequest(sale, 1)];
    const worker = sale.worker();
    expect(await worker([first, hasty].map((each) => makePurchaseSqsRecord(each)))).toEqual([]);
    expect(await decideAll(sale, [first, hasty])).toEqual(['CONFIRMED', 'PURCHASE_IN_PROGRESS']);

    const decidedAt = (await sale.recordOf(hasty))?.decidedAt ?? '';
    const slow = makeRequest(sale, 1, { requestedAt: decidedAt });
    expect(await worker([makePurchaseSqsRecord(slow)])).toEqual([]);
    expect(await decideAll(sale, [slow])).toEqual(['CONFIRMED']);
    expect(await readBuyerLedger(sale)).toMatchObject({ tickets: 2, lastStatus: 'CONFIRMED' });
  });

  it('rejects it even when another worker decides the other purchase at the same moment', async () => {
    const sale = await openSale({ onePurchaseAtATime: true });
    const [mine, theirs] = [makeRequest(sale, 1), makeRequest(sale, 1)];
    const other = sale.worker();
    const worker = sale.worker({
      dynamodbPlugins: [
        runBefore('TransactWriteItemsCommand', () => other([makePurchaseSqsRecord(theirs)])),
      ],
    });
    expect(await worker([makePurchaseSqsRecord(mine)])).toEqual([]);
    expect(await decideAll(sale, [mine, theirs])).toEqual(['PURCHASE_IN_PROGRESS', 'CONFIRMED']);
    expect(await readBuyerLedger(sale)).toMatchObject({ tickets: 1 });
  });

  it('does not lock out a buyer whose purchase was lost in the middle of its decision', async () => {
    const sale = await openSale({ onePurchaseAtATime: true });
    const first = makeRequest(sale, 1);
    const faults = createFaultInjector();
    faults.before('TransactWriteItemsCommand', requestTimeout);
    const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
    expect(await worker([makePurchaseSqsRecord(first)])).toHaveLength(1);
    expect(await readBuyerLedger(sale)).toBeUndefined();

    expect(await worker([makePurchaseSqsRecord(first)])).toEqual([]);
    expect(await decideAll(sale, [first])).toEqual(['CONFIRMED']);
  });

  it('does not affect other buyers', async () => {
    const sale = await openSale({ onePurchaseAtATime: true });
    const messages = ['ana', 'bob', 'ana', 'cleo'].map((buyer) =>
      makeRequest(sale, 1, { userId: buyer }),
    );
    expect(await sale.worker()(messages.map((each) => makePurchaseSqsRecord(each)))).toEqual([]);
    expect(await decideAll(sale, messages)).toEqual([
      'CONFIRMED',
      'CONFIRMED',
      'PURCHASE_IN_PROGRESS',
      'CONFIRMED',
    ]);
  });
});
