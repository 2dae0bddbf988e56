import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../../support/announce/announced-sale.ts';
import { makeMovingShowWithReminder } from '../../support/announce/moving-show.ts';
import type { SdkPlugin } from '../../support/capacity/sdk-plugin.ts';
import { transactionConflict } from '../../support/faults/errors.ts';
import { createFaultInjector } from '../../support/faults/fault-injector.ts';
import { openFlyerUploads, png } from '../../support/flyer-uploads.ts';
import { purchaseBody, showBody } from '../../support/http/bodies.ts';
import { openBoxOffice } from '../../support/http/box-office.ts';
import { openRepricedShow } from '../../support/pricing/repriced-show.ts';
import { openSale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';

const SINGLE_ITEM_WRITES = ['PutItemCommand', 'UpdateItemCommand', 'DeleteItemCommand'];
/** Conflicts of each item with a transaction, as AWS raises them and DynamoDB Local never does. */
const CONFLICTS = 2;

/** Makes the first writes of every single item meet a transaction. */
function conflictWithTransactions() {
  const met = new Map<string, number>();
  const plugin: SdkPlugin = {
    applyToStack: (stack) =>
      stack.add(
        (next, { commandName = '' }) =>
          async (args) => {
            if (!SINGLE_ITEM_WRITES.includes(commandName)) return next(args);
            const { TableName, Key, Item } = Object(args.input);
            const write = JSON.stringify([commandName, TableName, Key ?? Item]);
            const before = met.get(write) ?? 0;
            met.set(write, before + 1);
            if (before < CONFLICTS) throw transactionConflict();
            return next(args);
          },
        { step: 'build' },
      ),
  };
  /** The number of items whose writes met a transaction, and were then made. */
  return { plugin, retried: () => [...met.values()].filter((count) => count > CONFLICTS).length };
}

describe('a route that met a transaction answered 503:', () => {
  it('every write of one item by a route', async () => {
    const conflicts = conflictWithTransactions();
    const office = await openBoxOffice({
      pollers: 0,
      seams: { dynamodbPlugins: [conflicts.plugin] },
    });
    const ana = await office.buyer();
    const admin = (method: string, path: string, body?: object) =>
      office.send({
        method,
        path: `/v1/shows/${path}`,
        token: office.adminToken,
        ...(body && { body }),
      });
    const { showId } = await office.makeShow();
    const location = await ana.request(purchaseBody({ showId }));
    expect(await ana.cancel(location)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    expect(conflicts.retried()).toBe(1);
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    expect(conflicts.retried()).toBe(2);
    expect(await admin('DELETE', showId)).toMatchObject({ status: 204 });
    expect(conflicts.retried()).toBe(3);
    const { capacity: _, ...seated } = showBody();
    const house = await office.client.call('createShow', {
      body: { ...seated, seats: ['1-A1'] },
      token: office.adminToken,
    });
    const price = { amount: 900, currency: 'EUR' };
    expect(await admin('PATCH', `${house.body.showId}/seats/1-A1`, { price })).toMatchObject({
      status: 200,
      body: { price },
    });
    expect(conflicts.retried()).toBe(4);
  });

  it('only a conflict that does not end is 503, with Retry-After', async () => {
    const faults = createFaultInjector();
    const office = await openBoxOffice({ pollers: 0, seams: { dynamodbPlugins: [faults.plugin] } });
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId: (await office.makeShow()).showId }));
    faults.before('PutItemCommand', transactionConflict, Number.POSITIVE_INFINITY);
    expect(await ana.cancel(location)).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'STORE_UNAVAILABLE' },
    });
  });
});

describe('a job that met a transaction had to be invoked again:', () => {
  it('the worker, at a refusal, its ledger, the sold-out latch and the lag', async () => {
    const conflicts = conflictWithTransactions();
    const sale = await openSale({ capacity: 1, maxTicketsPerBuyer: 4 });
    const worker = sale.worker({ dynamodbPlugins: [conflicts.plugin] });
    const requestedAt = new Date(Date.now() - 60_000).toISOString();
    const { showId } = sale.show;
    const [bought, refused] = [1, 1].map(() => makePurchaseMessage({ showId, requestedAt }));
    if (bought === undefined || refused === undefined) throw new Error('expected two messages');
    expect(await worker([bought, refused].map((one) => makePurchaseSqsRecord(one)))).toEqual([]);
    expect(await sale.recordOf(refused)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await sale.showNow()).toHaveProperty('soldOutAt');
    // The record, the ledger, the show, and the lags of the show and of the queue.
    expect(conflicts.retried()).toBe(5);
  });

  it('the stream, at setting and cancelling a reminder', async () => {
    const conflicts = conflictWithTransactions();
    const announced = await openAnnouncedSale({ startsAt: '2031-06-01T20:00:00Z' });
    const stream = announced.stream({
      clock: () => new Date('2031-05-01T20:00:00Z'),
      dynamodbPlugins: [conflicts.plugin],
    });
    const { record, key } = await announced.buy();
    expect(await stream([record])).toEqual([]);
    expect(conflicts.retried()).toBe(1);
    const cancelled = await announced.change('PURCHASES_TABLE', key, {
      status: 'CANCELLED',
      cancelledAt: '2031-05-01T20:00:00.000Z',
    });
    expect(await stream([cancelled])).toEqual([]);
    expect(conflicts.retried()).toBe(2);
  });

  it('the sweep, at firing a reminder and saving its position', async () => {
    const conflicts = conflictWithTransactions();
    const show = await makeMovingShowWithReminder(2);
    const clock = () => new Date('2031-05-31T20:03:10.000Z');
    const sweep = show.announced.sweep({ clock, dynamodbPlugins: [conflicts.plugin] });
    expect(await sweep()).toMatchObject({ fired: 1 });
    expect(conflicts.retried()).toBe(2);
  });

  it('the show jobs, at saving and finishing a job', async () => {
    const conflicts = conflictWithTransactions();
    const show = await makeMovingShowWithReminder(4);
    await show.move(8);
    for (let turn = 0; turn < 3; turn += 1) {
      await show.jobs({ plugin: conflicts.plugin });
      show.pass(2);
    }
    expect(conflicts.retried()).toBeGreaterThanOrEqual(2);
  });

  it('pricing, at stamping a discount', async () => {
    const conflicts = conflictWithTransactions();
    const show = await openRepricedShow(1599);
    await show.deliver(await show.setPrice(1299), { dynamodbPlugins: [conflicts.plugin] });
    expect(await show.record()).toMatchObject({ isDiscounted: true });
    expect(conflicts.retried()).toBe(1);
  });

  it('flyers, at attaching an upload', async () => {
    const conflicts = conflictWithTransactions();
    const flyers = await openFlyerUploads();
    const key = `shows/${flyers.showId}/flyer.png`;
    await flyers.bucket.put(key, png());
    await flyers.deliver([{ key }], { dynamodbPlugins: [conflicts.plugin] });
    expect(await flyers.recordOf()).toHaveProperty('flyerUrl');
    expect(conflicts.retried()).toBe(1);
  });
});
