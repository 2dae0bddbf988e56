import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  cancelPurchase,
  type ExpiredPurchase,
  erasePurchase,
  type HeldPurchase,
  type PurchaseRecord,
  prolongHold,
  recordIntent,
  releaseHolds,
  requestCancellation,
  requestRefund,
  sellLate,
  settleHolds,
  shardKey,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import type { Sale } from '../support/sale/open-sale.ts';
import {
  addIntent,
  atOnce,
  decideAll,
  expectSoundBooks,
  holdFor,
  makePaidRequest,
  openPaidSale,
  readAgain,
  readHolder,
} from '../support/sale/paid-sale.ts';

const PAID_AT = new Date().toISOString();
const by = { at: new Date().toISOString(), correlationId: 'cancel-1' };

const intentOf = ({ payment }: PurchaseRecord): string => payment?.intent ?? 'none';

const settle = (sale: Sale, purchases: readonly HeldPurchase[], store = sale.store) =>
  settleHolds(
    store,
    sale.show,
    purchases.map((purchase) => ({ purchase, intent: intentOf(purchase), paidAt: PAID_AT })),
    atOnce,
  );

const expire = (sale: Sale, purchases: readonly HeldPurchase[], store = sale.store) =>
  releaseHolds(
    store,
    sale.show,
    purchases.map((purchase) => ({
      ...{ purchase, intent: purchase.payment?.intent },
      to: { status: 'EXPIRED' },
    })),
    atOnce,
  );

const cancel = (sale: Sale, purchase: HeldPurchase, refundAmount?: number) =>
  releaseHolds(
    sale.store,
    sale.show,
    [
      {
        ...{ purchase, intent: purchase.payment?.intent },
        to: { status: 'CANCELLED', correlationId: 'cancel-1' },
        ...(refundAmount === undefined ? {} : { refundAmount }),
      },
    ],
    atOnce,
  );

/** A held purchase of two tickets with an intent. */
async function holdWithIntent(sale: Sale, user = 'ana'): Promise<HeldPurchase> {
  const [held] = await holdFor(sale, [user], 2);
  if (held === undefined) throw new Error('expected a hold');
  return addIntent(sale, held);
}

async function expireWithIntent(sale: Sale, user = 'ana'): Promise<ExpiredPurchase> {
  const { ended } = await expire(sale, [await holdWithIntent(sale, user)]);
  const [record] = ended;
  if (record?.status !== 'EXPIRED') throw new Error('expected an expired hold');
  return { ...record, status: record.status };
}

const payLate = (sale: Sale, purchase: ExpiredPurchase, store = sale.store) =>
  sellLate(store, sale.show, { purchase, intent: intentOf(purchase), paidAt: PAID_AT }, atOnce);

const refund = (sale: Sale, purchase: PurchaseRecord) =>
  requestRefund(sale.store, {
    ...{ userId: purchase.userId, recordKey: purchase.recordKey },
    payment: purchase.payment ?? { intent: 'pi_unknown', attempt: 1 },
    amount: 3_198,
  });

describe('an intent', () => {
  it('is recorded on a held purchase, and again', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    expect(await addIntent(sale, held)).toEqual(held);
    expect(await readAgain(sale, held)).toEqual(held);
  });

  it.each<[string, (sale: Sale, held: HeldPurchase) => Promise<unknown>, object]>([
    [
      'has another intent',
      (sale, held) => addIntent(sale, held, { intent: 'pi_other', attempt: 1 }),
      {},
    ],
    ['has ended', (sale, held) => expire(sale, [held]), {}],
    ['was erased', (sale, held) => erasePurchase(sale.store, held, by.at), {}],
    [
      'is held until another time',
      async () => undefined,
      { holdUntil: '2031-01-01T00:00:00.000Z' },
    ],
  ])('is not recorded on a purchase that %s', async (_, change, more) => {
    const sale = await openPaidSale();
    const [held] = await holdFor(sale, ['ana'], 2);
    if (held === undefined) throw new Error('expected a hold');
    await change(sale, held);
    const { holdUntil } = { ...held, ...more };
    const payment = { intent: 'pi_ana', attempt: 1 };
    expect(await recordIntent(sale.store, held, holdUntil, payment)).toBeUndefined();
    expect((await readAgain(sale, held))?.payment?.intent).not.toBe('pi_ana');
  });

  it('is not recorded on a purchase that is to be cancelled, also not once more', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    expect(await requestCancellation(sale.store, held, by)).toMatchObject({
      cancellationRequestedAt: by.at,
    });
    const again = { ...by, at: '2031-05-01T08:05:00.000Z' };
    expect(await requestCancellation(sale.store, held, again)).toMatchObject({
      cancellationRequestedAt: by.at,
    });
    const payment = { intent: 'pi_ana', attempt: 1 };
    expect(await recordIntent(sale.store, held, held.holdUntil, payment)).toBeUndefined();
  });

  it('replaces only the one that was canceled', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const second = { intent: 'pi_second', attempt: 2 };
    const record = (canceled: string) =>
      recordIntent(sale.store, held, held.holdUntil, second, canceled);
    expect(await record('pi_other')).toBeUndefined();
    expect(await readAgain(sale, held)).toEqual(held);
    expect(await record(intentOf(held))).toMatchObject({ payment: second });
    expect(await record(intentOf(held))).toMatchObject({ payment: second });
  });

  it('must be there before its cancellation is noted', async () => {
    const sale = await openPaidSale();
    const [held] = await holdFor(sale, ['ana']);
    if (held === undefined) throw new Error('expected a hold');
    expect(await requestCancellation(sale.store, held, by)).toBeUndefined();
  });
});

describe('a hold whose buyer had to wait', () => {
  const LATER = '2098-06-01T20:00:00.000Z';

  it('is prolonged once for each wait', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    expect(await prolongHold(sale.store, held, LATER)).toEqual({ ...held, holdUntil: LATER });
    // The second request has read it before the first one prolonged it.
    expect(await prolongHold(sale.store, held, '2099-01-01T00:00:00.000Z')).toBeUndefined();
    expect(await readAgain(sale, held)).toEqual({ ...held, holdUntil: LATER });
  });

  it.each<[string, (sale: Sale, held: HeldPurchase) => Promise<unknown>]>([
    ['has ended', (sale, held) => expire(sale, [held])],
    ['is to be cancelled', (sale, held) => requestCancellation(sale.store, held, by)],
    ['was erased', (sale, held) => erasePurchase(sale.store, held, by.at)],
  ])('is not prolonged if it %s', async (_, change) => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    await change(sale, held);
    expect(await prolongHold(sale.store, held, LATER)).toBeUndefined();
    expect(await readAgain(sale, held)).toMatchObject({ holdUntil: held.holdUntil });
  });
});

describe('a paid hold', () => {
  it('becomes a confirmed purchase: its tickets are sold and earned, and its reminder is set', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const { ended, overtaken, failed } = await settle(sale, [held]);
    expect([overtaken, failed]).toEqual([[], []]);
    const record = await readAgain(sale, held);
    expect(ended).toEqual([record]);
    expect(record).toMatchObject({
      status: 'CONFIRMED',
      paidAt: PAID_AT,
      decidedAt: held.decidedAt,
    });
    expect(record).toHaveProperty('reminder');
    expect(record).not.toHaveProperty('holdUntil');
    expect(await sale.buckets()).toMatchObject([
      { available: 8, held: 0, sold: 2, revenue: 3_198 },
    ]);
    expect(await readHolder(sale, 'ana')).toMatchObject({ tickets: 2, lastStatus: 'CONFIRMED' });
    expect(await readHolder(sale, 'ana')).not.toHaveProperty('openHold');
    await expectSoundBooks(sale);
  });

  it('is settled once, also if the reply was lost', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const faults = createFaultInjector();
    faults.after('TransactWriteItemsCommand', requestTimeout);
    await expect(settle(sale, [held], sale.storeWith(faults.plugin))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    faults.assertAllUsed();
    const { ended, overtaken } = await settle(sale, [held]);
    expect(ended).toEqual([]);
    expect(overtaken).toMatchObject([{ status: 'CONFIRMED' }]);
    await expectSoundBooks(sale);
  });

  it.each<[string, (sale: Sale, held: HeldPurchase) => Promise<unknown>, object]>([
    ['was released meanwhile', (sale, held) => expire(sale, [held]), { status: 'EXPIRED' }],
    ['was erased', (sale, held) => erasePurchase(sale.store, held, by.at), { status: 'HELD' }],
    [
      'is to be cancelled',
      (sale, held) => requestCancellation(sale.store, held, by),
      { status: 'HELD' },
    ],
  ])('is not settled if it %s', async (_, change, current) => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    await change(sale, held);
    const { ended, overtaken } = await settle(sale, [held]);
    expect(ended).toEqual([]);
    expect(overtaken).toMatchObject([current]);
    await expectSoundBooks(sale);
  });

  it('is not settled by another intent', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const settlement = { purchase: held, intent: 'pi_other', paidAt: PAID_AT };
    const { overtaken } = await settleHolds(sale.store, sale.show, [settlement], atOnce);
    expect(overtaken).toMatchObject([{ status: 'HELD' }]);
  });

  it('is settled beside one that was released, in a batch', async () => {
    const sale = await openPaidSale();
    const held = await holdFor(sale, ['ana', 'bob', 'cid']);
    const paid = await Promise.all(held.map((purchase) => addIntent(sale, purchase)));
    await expire(sale, paid.slice(1, 2));
    const { ended, overtaken } = await settle(sale, paid);
    expect(ended.map(({ userId }) => userId)).toEqual(['ana', 'cid']);
    expect(overtaken).toMatchObject([{ userId: 'bob', status: 'EXPIRED' }]);
    expect(await sale.buckets()).toMatchObject([{ available: 8, held: 0, sold: 2 }]);
    await expectSoundBooks(sale);
  });

  it('that is not the last purchase of its buyer leaves the last one in the ledger', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    await decideAll(sale, [makePaidRequest(sale, 'ana')]);
    await settle(sale, [held]);
    expect(await readHolder(sale, 'ana')).toMatchObject({ tickets: 2, lastStatus: 'REJECTED' });
    await expectSoundBooks(sale);
  });

  it('is refunded when it is cancelled later', async () => {
    const sale = await openPaidSale();
    const { ended } = await settle(sale, [await holdWithIntent(sale)]);
    const [sold] = ended;
    if (sold === undefined) throw new Error('expected a sale');
    const cancelled = await cancelPurchase(sale.store, sold, sale.show, { ...by, ...atOnce });
    expect(cancelled).toMatchObject({
      status: 'CANCELLED',
      refund: { amount: 3_198, attempt: 1, status: 'REQUESTED' },
    });
    expect(await readAgain(sale, sold)).toEqual(cancelled);
    expect(await sale.buckets()).toMatchObject([{ available: 10, held: 0, sold: 0, revenue: 0 }]);
    await expectSoundBooks(sale);
  });
});

describe('a hold that ends unpaid', () => {
  it('gives its tickets back and counts as expired', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const { ended } = await expire(sale, [held]);
    expect(ended).toEqual([await readAgain(sale, held)]);
    expect(ended).toMatchObject([{ status: 'EXPIRED', holdUntil: held.holdUntil }]);
    expect(await sale.buckets()).toMatchObject([{ available: 10, held: 0, sold: 0, returns: 1 }]);
    expect(await readHolder(sale, 'ana')).toMatchObject({ tickets: 0, expiredHolds: 1 });
    await expectSoundBooks(sale);
  });

  it('lets its buyer hold again, at most three times in all', async () => {
    const sale = await openPaidSale();
    for (let nth = 0; nth < 3; nth += 1) await expire(sale, await holdFor(sale, ['ana']));
    expect(await decideAll(sale, [makePaidRequest(sale, 'ana')])).toEqual(['TOO_MANY_HOLDS']);
    await expectSoundBooks(sale);
  });

  it('frees its seats', async () => {
    const sale = await openPaidSale({ seats: ['A-1'] });
    const held = await holdFor(sale, ['ana'], 1, { seats: ['A-1'] });
    await expire(sale, held);
    expect((await sale.seats('A-1')).get('A-1')).not.toHaveProperty('heldBy');
    await expectSoundBooks(sale);
  });

  it('is cancelled for its buyer, which counts as no expired hold', async () => {
    const sale = await openPaidSale();
    const [held] = await holdFor(sale, ['ana'], 2);
    if (held === undefined) throw new Error('expected a hold');
    const { ended } = await cancel(sale, held);
    expect(ended).toMatchObject([{ status: 'CANCELLED', correlationId: 'cancel-1' }]);
    expect(await readHolder(sale, 'ana')).toMatchObject({ tickets: 0, expiredHolds: 0 });
    expect((await sale.showNow())?.returns).toBe(0);
    await expectSoundBooks(sale);
  });

  it('requests the refund of money that buys nothing', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    const { ended } = await cancel(sale, held, 3_198);
    expect(ended).toMatchObject([{ refund: { amount: 3_198, attempt: 1, status: 'REQUESTED' } }]);
    expect(await readAgain(sale, held)).toEqual(ended[0]);
  });

  it.each<[string, (sale: Sale, held: HeldPurchase) => Promise<unknown>]>([
    ['was paid meanwhile', (sale, held) => settle(sale, [held])],
    ['was cancelled meanwhile', (sale, held) => cancel(sale, held)],
  ])('is not released twice, nor if it %s', async (_, change) => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    await change(sale, held);
    const { ended, overtaken } = await expire(sale, [held]);
    expect(ended).toEqual([]);
    expect(overtaken).toHaveLength(1);
    await expectSoundBooks(sale);
  });

  it('is not released if an intent was recorded that nobody has cancelled', async () => {
    const sale = await openPaidSale();
    const [held] = await holdFor(sale, ['ana']);
    if (held === undefined) throw new Error('expected a hold');
    await addIntent(sale, held);
    const { ended, overtaken } = await expire(sale, [held]);
    expect(ended).toEqual([]);
    expect(overtaken).toMatchObject([{ status: 'HELD', payment: { intent: 'pi_ana' } }]);
  });

  it('fails if its shard holds too few tickets, and changes nothing', async () => {
    const sale = await openPaidSale();
    const held = await holdWithIntent(sale);
    await sale.store.documents.send(
      new UpdateCommand({
        TableName: sale.store.tables.stock,
        Key: { bucketKey: shardKey(sale.show.showId, 0) },
        UpdateExpression: 'SET held = :one',
        ExpressionAttributeValues: { ':one': 1 },
      }),
    );
    const { ended, failed } = await expire(sale, [held]);
    expect(ended).toEqual([]);
    expect(failed).toMatchObject([{ error: { code: 'RECORD_UNREADABLE' } }]);
    expect(await readAgain(sale, held)).toEqual(held);
  });

  it('is released with fifty-nine others, in as few transactions as they need', async () => {
    const sale = await openPaidSale({ capacity: 100 });
    const buyers = Array.from({ length: 60 }, (_, nth) => `buyer-${nth}`);
    const held: HeldPurchase[] = [];
    for (let nth = 0; nth < buyers.length; nth += 10) {
      held.push(...(await holdFor(sale, buyers.slice(nth, nth + 10))));
    }
    const { ended } = await expire(sale, held);
    expect(ended).toHaveLength(60);
    expect(await sale.buckets()).toMatchObject([{ available: 100, held: 0, returns: 2 }]);
    await expectSoundBooks(sale);
  });
});

describe('a late payment', () => {
  it('buys the tickets if there are any, at the price of the record', async () => {
    const sale = await openPaidSale();
    const expired = await expireWithIntent(sale);
    const late = await payLate(sale, expired);
    expect(late).toEqual({ kind: 'sold', purchase: await readAgain(sale, expired) });
    expect(await readAgain(sale, expired)).toMatchObject({
      status: 'CONFIRMED',
      total: expired.total,
      heldFrom: [[0, 2]],
      paidAt: PAID_AT,
    });
    expect(await sale.buckets()).toMatchObject([
      { available: 8, held: 0, sold: 2, revenue: 3_198 },
    ]);
    expect(await readHolder(sale, 'ana')).toMatchObject({ tickets: 2, expiredHolds: 0 });
    await expectSoundBooks(sale);
  });

  it('buys nothing if too few tickets are left, also if some are held', async () => {
    const sale = await openPaidSale({ capacity: 3 });
    const expired = await expireWithIntent(sale);
    await holdFor(sale, ['bob'], 2);
    expect(await payLate(sale, expired)).toEqual({ kind: 'no-tickets' });
    expect(await refund(sale, expired)).toMatchObject({
      status: 'EXPIRED',
      refund: { amount: 3_198, attempt: 1, status: 'REQUESTED' },
    });
    await expectSoundBooks(sale);
  });

  it('buys nothing if the seats are taken', async () => {
    const sale = await openPaidSale({ seats: ['A-1', 'A-2', 'A-3'] });
    const [held] = await holdFor(sale, ['ana'], 1, { seats: ['A-1'] });
    if (held === undefined) throw new Error('expected a hold');
    const { ended } = await expire(sale, [await addIntent(sale, held)]);
    await holdFor(sale, ['bob'], 1, { seats: ['A-1'] });
    const [expired] = ended;
    if (expired?.status !== 'EXPIRED') throw new Error('expected an expired hold');
    expect(await payLate(sale, { ...expired, status: expired.status })).toEqual({
      kind: 'no-tickets',
    });
  });

  it('buys nothing beyond the limit of a buyer', async () => {
    const sale = await openPaidSale({ maxTicketsPerBuyer: 3 });
    const expired = await expireWithIntent(sale);
    await holdFor(sale, ['ana'], 2);
    expect(await payLate(sale, expired)).toEqual({ kind: 'no-tickets' });
  });

  it('is decided once: a refund excludes the tickets, and the tickets exclude a refund', async () => {
    const sale = await openPaidSale();
    const [first, second] = [await expireWithIntent(sale), await expireWithIntent(sale, 'bob')];
    await refund(sale, first);
    expect(await payLate(sale, first)).toMatchObject({
      kind: 'overtaken',
      current: { status: 'EXPIRED', refund: { status: 'REQUESTED' } },
    });
    await payLate(sale, second);
    const after = await refund(sale, second);
    expect(after).toMatchObject({ status: 'CONFIRMED' });
    expect(after).not.toHaveProperty('refund');
    await expectSoundBooks(sale);
  });

  it('is sold once, also if the reply was lost', async () => {
    const sale = await openPaidSale();
    const expired = await expireWithIntent(sale);
    const faults = createFaultInjector();
    faults.after('TransactWriteItemsCommand', requestTimeout);
    await expect(payLate(sale, expired, sale.storeWith(faults.plugin))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
    faults.assertAllUsed();
    expect(await payLate(sale, expired)).toMatchObject({
      kind: 'overtaken',
      current: { status: 'CONFIRMED' },
    });
    await expectSoundBooks(sale);
  });

  it('of an erased purchase is refunded, and the tombstone keeps the intent and the amount', async () => {
    const sale = await openPaidSale();
    const expired = await expireWithIntent(sale);
    await erasePurchase(sale.store, expired, by.at);
    expect(await payLate(sale, expired)).toMatchObject({ kind: 'overtaken' });
    const tombstone = await refund(sale, expired);
    expect(tombstone).toMatchObject({
      payment: { intent: 'pi_ana' },
      refund: { amount: 3_198, status: 'REQUESTED' },
    });
    expect(tombstone).not.toHaveProperty('holder');
  });

  it('is refunded once, and only for the intent that the record knows', async () => {
    const sale = await openPaidSale();
    const expired = await expireWithIntent(sale);
    const other = { ...expired, payment: { intent: 'pi_other', attempt: 2 } };
    expect(await refund(sale, other)).not.toHaveProperty('refund');
    const first = await refund(sale, expired);
    expect(await refund(sale, expired)).toEqual(first);
  });
});
