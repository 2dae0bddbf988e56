import { PaymentTask } from '@willcall/contracts';
import { nthCall } from '@willcall/localstack';
import {
  cancelPurchase,
  cancelShow,
  erasePurchase,
  type HeldPurchase,
  type PurchaseRecord,
  recordIntent,
  requestCancellation,
  retryRefund,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { openPayingSale, type PayingSale } from '../support/payments/paying-sale.ts';
import type { SaleOptions } from '../support/sale/open-sale.ts';
import { atOnce, expectSoundBooks, holdFor, readAgain, toHeld } from '../support/sale/paid-sale.ts';
import { runBefore, watchCalls } from '../support/sale/watch-calls.ts';

const MINUTE_MS = 60_000;
const HOLD_MS = 10 * MINUTE_MS;
const by = { at: new Date().toISOString(), correlationId: 'cancel-1' };

type Held = { readonly sale: PayingSale; readonly holds: readonly HeldPurchase[] };

async function holdAll(buyers: readonly string[], options: SaleOptions = {}): Promise<Held> {
  const sale = await openPayingSale({ capacity: 4, ...options });
  return { sale, holds: await holdFor(sale, buyers) };
}

async function holdOne(options: SaleOptions = {}) {
  const { sale, holds } = await holdAll(['ana'], options);
  const [held] = holds;
  if (held === undefined) throw new Error('expected a hold');
  return { sale, held };
}

/** The status of a purchase and of its refund. */
async function stateOf(sale: PayingSale, purchase: PurchaseRecord): Promise<string> {
  const { status, refund } = (await readAgain(sale, purchase)) ?? { status: 'none' };
  return refund === undefined ? status : `${status}, ${refund.amount} ${refund.status}`;
}

const intentOf = (sale: PayingSale, { payment }: PurchaseRecord) =>
  sale.stripe.paymentIntents.retrieve(payment?.intent ?? '');

/** What went back of the money of a purchase: an amount and a status for each refund. */
async function refundsOf(sale: PayingSale, { payment }: PurchaseRecord) {
  const { data } = await sale.stripe.refunds.list({ payment_intent: payment?.intent ?? '' });
  return data.map(({ amount, status }) => `${amount} ${status}`);
}

const expectSound = (sale: PayingSale) => expectSoundBooks(sale, sale.clock);

/** Runs what is due now: the sweep, and the tasks that it sends. Returns the buyers that were looked at. */
async function runDue(sale: PayingSale): Promise<string[]> {
  await sale.sweep();
  const queue = openFifoQueue(sale.resources.queues.payments);
  const tasks = (await queue.drain()).map(({ body }) => PaymentTask.parse(JSON.parse(body)));
  expect(await sale.runTasks(tasks)).toBe(0);
  return tasks.flatMap(({ purchase }) => purchase?.userId ?? []);
}

/** Lets the hold end unpaid. */
async function expire(sale: PayingSale, purchases: readonly PurchaseRecord[]): Promise<void> {
  await sale.pass(HOLD_MS);
  await sale.lookAt(purchases);
}

describe('a held purchase', () => {
  it('that is paid gets its tickets, once', async () => {
    const { sale, holds } = await holdAll(['ana', 'ben']);
    const [ana, ben] = holds as [HeldPurchase, HeldPurchase];
    const paid = await sale.pay(ana);
    await sale.lookAt([paid, paid]);
    await sale.lookAt([paid]);
    expect(await stateOf(sale, ana)).toBe('CONFIRMED');
    expect(await stateOf(sale, ben)).toBe('HELD');
    await expectSound(sale);
  });

  it('that nobody pays expires, and its intent is cancelled first', async () => {
    const { sale, holds } = await holdAll(['ana', 'ben']);
    const [ana, ben] = holds as [HeldPurchase, HeldPurchase];
    const { held } = await sale.startPayment(ana);
    await sale.lookAt([held, ben]);
    expect(await stateOf(sale, ana)).toBe('HELD');
    await expire(sale, [held, ben]);
    expect((await intentOf(sale, held)).status).toBe('canceled');
    expect(await Promise.all([stateOf(sale, ana), stateOf(sale, ben)])).toEqual([
      'EXPIRED',
      'EXPIRED',
    ]);
    expect(await sale.left()).toBe(4);
    await expectSound(sale);
  });

  it('that was paid in its last moment is sold at its end', async () => {
    const { sale, held } = await holdOne();
    const paid = await sale.pay(held);
    await expire(sale, [paid]);
    expect(await stateOf(sale, held)).toBe('CONFIRMED');
    await expectSound(sale);
  });

  it('waits for a payment that is processed, also after its end', async () => {
    const { sale, held } = await holdOne();
    const paying = await sale.pay(held, 'pm_card_processing');
    const end = Date.parse(held.holdUntil) - sale.clock().getTime();
    // The provider has not processed it yet, because its clock is what passes.
    await sale.lookAt([paying], { clock: () => new Date(sale.clock().getTime() + end) });
    expect(await stateOf(sale, held)).toBe('HELD');
    await sale.pass(2 * HOLD_MS);
    expect(await runDue(sale)).toEqual(['ana']);
    expect(await stateOf(sale, held)).toBe('CONFIRMED');
  });

  it('ends after a quarter of an hour without the provider, and its intent is cancelled later', async () => {
    const { sale, held } = await holdOne();
    const { held: payable } = await sale.startPayment(held);
    await sale.pass(HOLD_MS);
    sale.local.faults.failCalls(() => 'error-before');
    await sale.lookAt([payable]);
    expect(await stateOf(sale, held)).toBe('HELD');
    await sale.pass(15 * MINUTE_MS);
    expect(await runDue(sale)).toEqual(['ana']);
    expect(await stateOf(sale, held)).toBe('EXPIRED');
    sale.local.faults.failCalls();
    expect((await intentOf(sale, payable)).status).not.toBe('canceled');
    await sale.pass(MINUTE_MS);
    expect(await runDue(sale)).toEqual(['ana']);
    expect((await intentOf(sale, payable)).status).toBe('canceled');
    await sale.pass(24 * 60 * MINUTE_MS);
    expect(await runDue(sale)).toEqual([]);
    await expectSound(sale);
  });

  it.each(['disconnect-before', 'disconnect-after'] as const)(
    'is given back only when a cancellation that met a %s was seen at the provider',
    async (failure) => {
      const { sale, held } = await holdOne();
      const { held: payable } = await sale.startPayment(held);
      await sale.pass(HOLD_MS);
      sale.local.faults.failCalls(({ operation }) =>
        operation === 'paymentIntents.cancel' ? failure : undefined,
      );
      await sale.lookAt([payable]);
      expect(await stateOf(sale, held)).toBe('HELD');
      sale.local.faults.failCalls();
      await sale.lookAt([payable]);
      expect(await stateOf(sale, held)).toBe('EXPIRED');
      expect((await intentOf(sale, payable)).status).toBe('canceled');
    },
  );
});

it('a hold that gets its intent at the very moment of its end loses it again, before its tickets', async () => {
  const { sale, held } = await holdOne();
  await sale.pass(HOLD_MS);
  let secret = '';
  const startsToPay = runBefore('TransactWriteItemsCommand', async () => {
    secret = (await sale.startPayment(held)).clientSecret;
  });
  await sale.lookAt([held], { dynamodbPlugins: [startsToPay] });
  expect(await stateOf(sale, held)).toBe('EXPIRED');
  expect(await sale.confirm(secret)).toBe('payment_intent_unexpected_state');
  await expectSound(sale);
});

it('a hold that gets another intent at the very moment of its end loses that one, too', async () => {
  const { sale, held } = await holdOne();
  const { held: payable } = await sale.startPayment(held);
  const { userId, purchaseId } = held;
  const canceled = payable.payment?.intent ?? '';
  await sale.stripe.paymentIntents.cancel(canceled);
  await sale.pass(HOLD_MS);
  const other = await sale.stripe.paymentIntents.create({
    ...{ amount: 1599, currency: 'eur', allowed_payment_method_types: ['card'] },
    metadata: { stage: 'test', purchaseId, userId },
  });
  const replaces = runBefore('TransactWriteItemsCommand', async () => {
    const payment = { intent: other.id, attempt: 2 };
    expect(
      await recordIntent(sale.store, payable, payable.holdUntil, payment, canceled),
    ).toBeDefined();
  });
  await sale.lookAt([payable], { dynamodbPlugins: [replaces] });
  expect(await stateOf(sale, held)).toBe('EXPIRED');
  expect((await sale.stripe.paymentIntents.retrieve(other.id)).status).toBe('canceled');
});

describe('a held purchase that is to be cancelled', () => {
  const ways = {
    'by its buyer': ({ store }: PayingSale, held: HeldPurchase) =>
      requestCancellation(store, held, by),
    'by its erasure': ({ store }: PayingSale, held: HeldPurchase) =>
      erasePurchase(store, held, by.at),
    'with its show': ({ store, show }: PayingSale) => cancelShow(store, show, by),
  };

  it.each(Object.entries(ways))('%s has its intent cancelled first', async (_, cancel) => {
    const { sale, held } = await holdOne();
    const { held: payable } = await sale.startPayment(held);
    await cancel(sale, payable);
    await sale.lookAt([payable]);
    expect((await intentOf(sale, payable)).status).toBe('canceled');
    expect(await stateOf(sale, held)).toBe('CANCELLED');
    expect(await sale.left()).toBe(4);
    await expectSound(sale);
  });

  it.each(Object.entries(ways))('%s is refunded if it was paid', async (_, cancel) => {
    const { sale, held } = await holdOne();
    const paid = await sale.pay(held);
    await cancel(sale, paid);
    await sale.lookAt([paid]);
    expect(await stateOf(sale, held)).toBe('CANCELLED, 1599 REQUESTED');
    await sale.lookAt([paid]);
    expect(await stateOf(sale, held)).toBe('CANCELLED, 1599 SUCCEEDED');
    expect(await refundsOf(sale, paid)).toEqual(['1599 succeeded']);
    await expectSound(sale);
  });
});

/** A purchase whose intent could not be cancelled when its hold ended, and was paid then. */
async function payLate(options: SaleOptions = {}) {
  const { sale, held } = await holdOne(options);
  const { held: payable, clientSecret } = await sale.startPayment(held);
  await sale.pass(HOLD_MS + 15 * MINUTE_MS);
  sale.local.faults.failCalls(() => 'error-before');
  await sale.lookAt([payable]);
  sale.local.faults.failCalls();
  expect(await stateOf(sale, held)).toBe('EXPIRED');
  await sale.confirm(clientSecret);
  return { sale, paid: payable };
}

describe('money that arrives late', () => {
  it('buys the tickets if they are still there', async () => {
    const { sale, paid } = await payLate();
    await sale.lookAt([paid, paid]);
    expect(await stateOf(sale, paid)).toBe('CONFIRMED');
    expect(await refundsOf(sale, paid)).toEqual([]);
    await expectSound(sale);
  });

  it('goes back if they are not', async () => {
    const { sale, paid } = await payLate({ capacity: 1 });
    await holdFor(sale, ['ben']);
    await sale.lookAt([paid]);
    await sale.lookAt([paid]);
    expect(await stateOf(sale, paid)).toBe('EXPIRED, 1599 SUCCEEDED');
    expect(await refundsOf(sale, paid)).toEqual(['1599 succeeded']);
  });
});

describe('money that was not asked for', () => {
  it('is refunded as it came, and ends the hold', async () => {
    const { sale, held } = await holdOne();
    const { userId, purchaseId } = held;
    const intent = await sale.stripe.paymentIntents.create({
      ...{ amount: 900, currency: 'usd', allowed_payment_method_types: ['card'] },
      ...{ confirm: true, payment_method: 'pm_card_visa' },
      metadata: { stage: 'test', purchaseId, userId },
    });
    const payment = { intent: intent.id, attempt: 1 };
    const paid = toHeld(await recordIntent(sale.store, held, held.holdUntil, payment));
    await sale.lookAt([paid]);
    await sale.lookAt([paid]);
    expect(await stateOf(sale, held)).toBe('CANCELLED, 900 SUCCEEDED');
    expect(await refundsOf(sale, paid)).toEqual(['900 succeeded']);
    await expectSound(sale);
  });

  it('of another intent of the purchase is refunded, and the purchase stays', async () => {
    const { sale, held } = await holdOne();
    const paid = await sale.pay(held);
    const { userId, purchaseId } = held;
    const twice = await sale.stripe.paymentIntents.create({
      ...{ amount: 1599, currency: 'eur', allowed_payment_method_types: ['card'] },
      ...{ confirm: true, payment_method: 'pm_card_visa' },
      metadata: { stage: 'test', purchaseId, userId },
    });
    const task = { purchase: { userId, purchaseId }, intent: twice.id };
    // One that knows only the intent finds the purchase by what the intent was made for.
    expect(await sale.runTasks([task, { intent: twice.id }, task])).toBe(0);
    expect(await stateOf(sale, held)).toBe('CONFIRMED');
    expect(await refundsOf(sale, { ...paid, payment: { intent: twice.id, attempt: 1 } })).toEqual([
      '1599 succeeded',
    ]);
    expect(await refundsOf(sale, paid)).toEqual([]);
  });

  it('of another stage, or of nobody, is left alone', async () => {
    const { sale, held } = await holdOne();
    const { userId, purchaseId } = held;
    const pay = (metadata: Readonly<Record<string, string>>) =>
      sale.stripe.paymentIntents.create({
        ...{ amount: 1599, currency: 'eur', allowed_payment_method_types: ['card'] },
        ...{ confirm: true, payment_method: 'pm_card_visa', metadata },
      });
    const all = [await pay({ stage: 'prod', purchaseId, userId }), await pay({})];
    const purchase = { userId, purchaseId };
    const tasks = all.flatMap(({ id }) => [{ intent: id }, { purchase, intent: id }]);
    expect(await sale.runTasks(tasks)).toBe(0);
    expect(await stateOf(sale, held)).toBe('HELD');
    await expire(sale, [held]);
    expect(await sale.runTasks(tasks)).toBe(0);
    expect(await stateOf(sale, held)).toBe('EXPIRED');
    const after = await Promise.all(
      all.map(({ id }) => sale.stripe.refunds.list({ payment_intent: id })),
    );
    expect(after.flatMap(({ data }) => data)).toEqual([]);
  });

  it('waits until its intent is recorded', async () => {
    const { sale, held } = await holdOne();
    const { userId, purchaseId } = held;
    const intent = await sale.stripe.paymentIntents.create({
      ...{ amount: 1599, currency: 'eur', allowed_payment_method_types: ['card'] },
      ...{ confirm: true, payment_method: 'pm_card_visa' },
      metadata: { stage: 'test', purchaseId, userId },
    });
    expect(await sale.runTasks([{ intent: intent.id }])).toBe(0);
    expect(await stateOf(sale, held)).toBe('HELD');
    const payment = { intent: intent.id, attempt: 1 };
    const paid = toHeld(await recordIntent(sale.store, held, held.holdUntil, payment));
    await sale.lookAt([paid]);
    expect(await stateOf(sale, held)).toBe('CONFIRMED');
  });
});

async function sellOne(options: SaleOptions = {}, method?: string) {
  const { sale, held } = await holdOne(options);
  const paid = await sale.pay(held, method);
  await sale.lookAt([paid]);
  const sold = await readAgain(sale, paid);
  if (sold?.status !== 'CONFIRMED') throw new Error('expected sold tickets');
  return { sale, sold: { ...sold, status: sold.status } };
}

describe('sold tickets', () => {
  it('that are refunded in full at the provider are cancelled', async () => {
    const { sale, sold } = await sellOne();
    await sale.stripe.refunds.create({ payment_intent: sold.payment?.intent ?? '' });
    await sale.lookAt([sold]);
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 SUCCEEDED');
    expect(await refundsOf(sale, sold)).toEqual(['1599 succeeded']);
    await expectSound(sale);
  });

  it('that are refunded in part at the provider stay, and get the rest when they are cancelled', async () => {
    const { sale, sold } = await sellOne();
    await sale.stripe.refunds.create({ payment_intent: sold.payment?.intent ?? '', amount: 500 });
    await sale.lookAt([sold]);
    expect(await readAgain(sale, sold)).toMatchObject({
      status: 'CONFIRMED',
      charge: { refunded: 500, disputed: false },
    });
    await cancelPurchase(sale.store, sold, sale.show, { ...by, ...atOnce });
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 SUCCEEDED');
    expect((await refundsOf(sale, sold)).sort()).toEqual(['1099 succeeded', '500 succeeded']);
  });

  it('whose charge is disputed stay, and are never refunded', async () => {
    const { sale, sold } = await sellOne({}, 'pm_card_createDispute');
    await sale.pass(MINUTE_MS);
    await sale.lookAt([sold]);
    expect(await readAgain(sale, sold)).toMatchObject({
      status: 'CONFIRMED',
      charge: { refunded: 0, disputed: true },
    });
    await cancelPurchase(sale.store, sold, sale.show, { ...by, ...atOnce });
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 FAILED');
    expect(await refundsOf(sale, sold)).toEqual([]);
  });

  it('of which none is left set the latch of their show', async () => {
    const { sale } = await sellOne({ capacity: 1 });
    expect((await sale.showNow())?.soldOutAt).toBeDefined();
  });
});

describe('a batch', () => {
  it('settles all of a show in one transaction, and expires all in another', async () => {
    const buyers = Array.from({ length: 10 }, (_, nth) => `buyer-${nth}`);
    const { sale, holds } = await holdAll(buyers, { capacity: 20 });
    const paid = await Promise.all(holds.slice(0, 5).map((held) => sale.pay(held)));
    const unpaid = holds.slice(5);
    await sale.pass(HOLD_MS);
    const calls = watchCalls();
    await sale.lookAt([...paid, ...unpaid], { dynamodbPlugins: [calls.plugin] });
    expect(calls.inputsOf('TransactWriteItemsCommand')).toHaveLength(2);
    expect(await Promise.all(holds.map((held) => stateOf(sale, held)))).toEqual([
      ...Array(5).fill('CONFIRMED'),
      ...Array(5).fill('EXPIRED'),
    ]);
    await expectSound(sale);
  });

  it('loses nothing by a task that cannot be read, or whose purchase does not exist', async () => {
    const { sale, held } = await holdOne();
    const paid = await sale.pay(held);
    const { userId, purchaseId } = paid;
    const missing = { userId, purchaseId: purchaseId.split('').reverse().join('') };
    const failed = await sale.runTasks([
      { purchase: missing },
      { purchase: { userId, purchaseId: 'x' } },
      { purchase: { userId, purchaseId } },
    ]);
    expect(failed).toBe(2);
    expect(await stateOf(sale, held)).toBe('CONFIRMED');
  });
});

it('a message behind a failed one of its group fails, too', async () => {
  const { sale, held } = await holdOne();
  const paid = await sale.pay(held);
  const { userId, purchaseId } = paid;
  const nobody = { userId: 'nobody', purchaseId };
  const tasks = [{ purchase: nobody }, { purchase: { userId, purchaseId } }];
  expect(await sale.runTasks(tasks)).toBe(2);
  expect(await stateOf(sale, held)).toBe('CONFIRMED');
});

it('a task that fails is delivered again after seconds, not after the visibility timeout', async () => {
  const { sale } = await holdOne();
  const calls = watchCalls();
  const nobody = { userId: 'nobody', purchaseId: 'x'.repeat(32) };
  expect(await sale.runTasks([{ purchase: nobody }], { sqsPlugins: [calls.plugin] })).toBe(1);
  expect(calls.inputsOf('ChangeMessageVisibilityBatchCommand')).toMatchObject([
    { QueueUrl: sale.resources.queues.payments.url, Entries: [{ VisibilityTimeout: 2 }] },
  ]);
});

describe('a refund', () => {
  /** A purchase whose refund is requested. */
  async function cancelOne(method?: string) {
    const { sale, sold } = await sellOne({}, method);
    await cancelPurchase(sale.store, sold, sale.show, { ...by, ...atOnce });
    return { sale, sold };
  }

  it.each(['disconnect-after', 'error-after', 'disconnect-before', 'error-before'] as const)(
    'that met a %s is made once',
    async (failure) => {
      const { sale, sold } = await cancelOne();
      sale.local.faults.failCalls(nthCall('refunds.create', 1, failure));
      await sale.lookAt([sold]);
      await sale.lookAt([sold]);
      expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 SUCCEEDED');
      expect(await refundsOf(sale, sold)).toEqual(['1599 succeeded']);
    },
  );

  it('that is pending is looked at again', async () => {
    const { sale, sold } = await cancelOne('pm_card_pendingRefund');
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 REQUESTED');
    await sale.pass(2 * MINUTE_MS);
    expect(await runDue(sale)).toEqual(['ana']);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 SUCCEEDED');
    expect(await refundsOf(sale, sold)).toHaveLength(1);
  });

  it('that comes back later has failed, and a person can request it again', async () => {
    const { sale, sold } = await cancelOne('pm_card_refundFail');
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 SUCCEEDED');
    await sale.pass(MINUTE_MS);
    await sale.lookAt([sold]);
    expect(await stateOf(sale, sold)).toBe('CANCELLED, 1599 FAILED');
    await sale.lookAt([sold]);
    expect(await refundsOf(sale, sold)).toEqual(['1599 failed']);
    const failed = await readAgain(sale, sold);
    if (failed?.refund === undefined) throw new Error('expected a refund');
    const purchase = { ...failed, refund: failed.refund };
    expect(await retryRefund(sale.store, purchase)).toBe(true);
    expect(await retryRefund(sale.store, purchase)).toBe(false);
    await sale.lookAt([sold]);
    expect(await refundsOf(sale, sold)).toHaveLength(2);
  });
});
