import { cancelPurchase, latchSoldOut } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { decideAll, makePaidRequest, openPaidSale, readHolder } from '../support/sale/paid-sale.ts';
import { makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

describe('a purchase of a show that a payment provider takes the money for', () => {
  it('is held: its tickets are neither available nor sold, and nothing is earned', async () => {
    const sale = await openPaidSale();
    const now = new Date();
    const message = makePaidRequest(sale, 'ana', 3);
    expect(await decideAll(sale, [message], sale.worker({ clock: () => now }))).toEqual(['HELD']);
    expect(await sale.recordOf(message)).toMatchObject({
      status: 'HELD',
      from: [[0, 3]],
      total: { amount: 3 * 1_599, currency: 'EUR' },
      holdUntil: new Date(now.getTime() + 600_000).toISOString(),
    });
    expect(await sale.buckets()).toMatchObject([{ available: 7, held: 3, sold: 0, revenue: 0 }]);
    expect(await readHolder(sale, 'ana')).toMatchObject({
      ...{ tickets: 3, expiredHolds: 0, openHold: message.purchaseId },
      ...{ lastPurchaseId: message.purchaseId, lastStatus: 'HELD' },
    });
  });

  it('is not held beyond the start of the show', async () => {
    const now = new Date();
    const startsAt = new Date(now.getTime() + 60_000).toISOString();
    const sale = await openPaidSale({ startsAt });
    const message = makePaidRequest(sale, 'ana', 1, { requestedAt: now.toISOString() });
    await decideAll(sale, [message], sale.worker({ clock: () => now }));
    expect(await sale.recordOf(message)).toMatchObject({ holdUntil: startsAt });
  });

  it('keeps no card and gets no reminder', async () => {
    const sale = await openPaidSale();
    const message = makePaidRequest(sale, 'ana', 1, { card: { brand: 'visa', last4: '4242' } });
    await decideAll(sale, [message]);
    const record = await sale.recordOf(message);
    expect(record).toMatchObject({ status: 'HELD' });
    expect(record).not.toHaveProperty('card');
    expect(record).not.toHaveProperty('reminder');
  });

  it('is sold at once if it costs nothing, beside one that is held', async () => {
    const sale = await openPaidSale({
      seats: ['A-1', 'A-2'],
      price: { amount: 0, currency: 'EUR' },
    });
    const free = makePaidRequest(sale, 'ana', 1, { seats: ['A-1'] });
    expect(await decideAll(sale, [free])).toEqual(['CONFIRMED']);
    expect(await sale.buckets()).toMatchObject([{ available: 1, held: 0, sold: 1, revenue: 0 }]);
    expect(await readHolder(sale, 'ana')).not.toHaveProperty('openHold');
  });

  it('holds its seats', async () => {
    const sale = await openPaidSale({ seats: ['A-1', 'A-2'] });
    const messages = ['ana', 'bob'].map((user) =>
      makePaidRequest(sale, user, 1, { seats: ['A-1'] }),
    );
    expect(await decideAll(sale, messages)).toEqual(['HELD', 'SEAT_TAKEN']);
  });

  it('is held once, however often its message arrives', async () => {
    const sale = await openPaidSale();
    const message = makePaidRequest(sale, 'ana', 2);
    await decideAll(sale, [message]);
    expect(await decideAll(sale, [message])).toEqual(['HELD']);
    expect(await sale.buckets()).toMatchObject([{ available: 8, held: 2 }]);
  });

  it('is held once if the reply to its transaction was lost', async () => {
    const sale = await openPaidSale();
    const message = makePaidRequest(sale, 'ana', 2);
    const faults = createFaultInjector();
    faults.after('TransactWriteItemsCommand', requestTimeout);
    await sale.worker({ dynamodbPlugins: [faults.plugin] })([makePurchaseSqsRecord(message)]);
    faults.assertAllUsed();
    expect(await decideAll(sale, [message])).toEqual(['HELD']);
    expect(await sale.buckets()).toMatchObject([{ available: 8, held: 2 }]);
  });
});

describe('a buyer with an open hold', () => {
  it('cannot hold more tickets of the show, in the same batch or later', async () => {
    const sale = await openPaidSale();
    const messages = [
      makePaidRequest(sale, 'ana'),
      makePaidRequest(sale, 'ana'),
      makePaidRequest(sale, 'bob'),
    ];
    expect(await decideAll(sale, messages)).toEqual(['HELD', 'HOLD_OPEN', 'HELD']);
    expect(await decideAll(sale, [makePaidRequest(sale, 'ana')])).toEqual(['HOLD_OPEN']);
    expect(await sale.buckets()).toMatchObject([{ available: 8, held: 2 }]);
  });

  it('cannot hold more when two workers decide at the same moment', async () => {
    const sale = await openPaidSale();
    const [mine, theirs] = [makePaidRequest(sale, 'ana'), makePaidRequest(sale, 'ana')];
    const worker = sale.worker({
      dynamodbPlugins: [
        runBefore('TransactWriteItemsCommand', async () => {
          expect(await decideAll(sale, [theirs])).toEqual(['HELD']);
        }),
      ],
    });
    expect(await decideAll(sale, [mine], worker)).toEqual(['HOLD_OPEN']);
    expect(await sale.buckets()).toMatchObject([{ available: 9, held: 1 }]);
  });
});

describe('a show whose last tickets are held', () => {
  it('refuses with ALL_HELD, is not latched as sold out, and is marked for a few seconds', async () => {
    const sale = await openPaidSale({ capacity: 2 });
    const now = new Date();
    const clock = () => now;
    await decideAll(sale, [makePaidRequest(sale, 'ana', 2)]);
    const worker = sale.worker({ clock });
    expect(
      await decideAll(sale, [makePaidRequest(sale, 'bob'), makePaidRequest(sale, 'cid')], worker),
    ).toEqual(['ALL_HELD', 'ALL_HELD']);
    const show = await sale.showNow();
    expect(show).not.toHaveProperty('soldOutAt');
    expect(show?.allHeldUntil).toBe(new Date(now.getTime() + 5_000).toISOString());
    expect(show?.updatedAt).toBe(sale.show.updatedAt);
  });

  it('is marked with one write in that time', async () => {
    const sale = await openPaidSale({ capacity: 2 });
    const now = new Date();
    await decideAll(sale, [makePaidRequest(sale, 'ana', 2)]);
    const until = [];
    for (const [user, later] of [
      ['bob', 0],
      ['cid', 4_999],
      ['dan', 5_000],
    ] as const) {
      const clock = () => new Date(now.getTime() + later);
      await decideAll(sale, [makePaidRequest(sale, user)], sale.worker({ clock }));
      until.push(Date.parse((await sale.showNow())?.allHeldUntil ?? '') - now.getTime());
    }
    expect(until).toEqual([5_000, 5_000, 10_000]);
  });

  it('is not marked while a smaller purchase could get tickets', async () => {
    const sale = await openPaidSale({ capacity: 3 });
    await decideAll(sale, [makePaidRequest(sale, 'ana', 2)]);
    expect(await decideAll(sale, [makePaidRequest(sale, 'bob', 2)])).toEqual(['ALL_HELD']);
    expect(await sale.showNow()).not.toHaveProperty('allHeldUntil');
    expect(await decideAll(sale, [makePaidRequest(sale, 'cid', 1)])).toEqual(['HELD']);
  });

  it('cannot be latched by hand either', async () => {
    const sale = await openPaidSale({ capacity: 1 });
    await decideAll(sale, [makePaidRequest(sale, 'ana')]);
    const by = { at: new Date().toISOString(), correlationId: 'check' };
    expect(await latchSoldOut(sale.store, sale.show, by)).toBe(false);
  });

  it('that is sold out says so once nothing is held', async () => {
    const sale = await openPaidSale({ capacity: 1, price: { amount: 0, currency: 'EUR' } });
    const [first, second] = [makePaidRequest(sale, 'ana'), makePaidRequest(sale, 'bob')];
    expect(await decideAll(sale, [first, second])).toEqual(['CONFIRMED', 'SOLD_OUT']);
    expect(await sale.showNow()).toHaveProperty('soldOutAt');
  });
});

it('a purchase that cost nothing is cancelled like any other', async () => {
  const sale = await openPaidSale({ price: { amount: 0, currency: 'EUR' } });
  const message = makePaidRequest(sale, 'ana', 2);
  await decideAll(sale, [message]);
  const record = await sale.recordOf(message);
  if (record?.status !== 'CONFIRMED') throw new Error('expected a sale');
  const by = { at: new Date().toISOString(), correlationId: 'cancel' };
  const seams = { random: () => 0, wait: async () => undefined };
  await cancelPurchase(sale.store, { ...record, status: record.status }, sale.show, {
    ...by,
    ...seams,
  });
  expect(await sale.buckets()).toMatchObject([{ available: 10, held: 0, sold: 0 }]);
});
