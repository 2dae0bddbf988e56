import { beforeAll, describe, expect, it } from 'vitest';
import { purchaseBodyWithoutCard } from '../support/http/bodies.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { intentOf } from '../support/payments/local-provider.ts';
import { type PayingStage, startPayingStage } from '../support/payments/paying-stage.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const MINUTE_MS = 60_000;
const HOLD_MINUTES = 5;
const HOLD_MS = HOLD_MINUTES * MINUTE_MS;

/** How long a hold waits for a payment that is processing. */
const PATIENCE_MS = 15 * MINUTE_MS;

/** Slower than every hold. */
const SLOW_BANK_MS = 6 * 60 * MINUTE_MS;

/** The price of two tickets. */
const TOTAL = 3_198;

let stage: PayingStage;
beforeAll(async () => {
  stage = await startPayingStage({ stepDelayMs: SLOW_BANK_MS });
});

const makeShow = (more = {}) => stage.makePaidShow({ holdSeconds: HOLD_MINUTES * 60, ...more });

/** Holds two tickets of a show for a new buyer. */
async function hold(showId: string) {
  const buyer = await stage.buyer();
  const location = await stage.hold(buyer, showId, 2);
  return {
    buyer,
    location,
    purchaseId: purchaseIdOf(location),
    pay: (method?: string) => stage.pay(buyer, location, method),
    untilRead: (expected: object) => stage.untilRead(buyer, location, expected),
    passUntilRead: (ms: number, expected: object) =>
      stage.passUntilRead(ms, buyer, location, expected),
    money: () => stage.provider.moneyOf(purchaseIdOf(location)),
  };
}

const expectSoundBooks = async (showId: string, sales: object) => {
  expect(await stage.sales(showId)).toMatchObject(sales);
  expect(await stage.audit(showId)).toMatchObject({ differences: [] });
};

describe('a held purchase', () => {
  it('is confirmed with its tickets once it is paid', async () => {
    const events = await openSubscriber(stage.stage);
    const { showId } = await makeShow();
    const ana = await hold(showId);
    const secret = await stage.startPayment(ana.buyer, ana.location);
    expect(await stage.startPayment(ana.buyer, ana.location)).toBe(secret);
    expect(await stage.provider.confirm(secret)).toBe('succeeded');
    await ana.untilRead({ status: 'CONFIRMED', tickets: [{}, {}], paidAt: expect.any(String) });
    await events.event('PurchaseConfirmed', ({ purchaseId }) => purchaseId === ana.purchaseId);
    expect(await ana.money()).toEqual({ taken: TOTAL, refunded: 0 });
    await expectSoundBooks(showId, {
      available: 8,
      held: 0,
      sold: 2,
      revenue: [{ amount: TOTAL }],
    });
  });

  it('can be paid after a card was declined', async () => {
    const { showId } = await makeShow();
    const ana = await hold(showId);
    expect(await ana.pay('pm_card_chargeDeclined')).toBe('card_declined');
    expect(await ana.pay()).toBe('succeeded');
    await ana.untilRead({ status: 'CONFIRMED' });
    expect(await ana.money()).toEqual({ taken: TOTAL, refunded: 0 });
  });

  it('expires when its buyer begins to pay and leaves, and can take no money then', async () => {
    const events = await openSubscriber(stage.stage);
    const { showId } = await makeShow({ capacity: 2 });
    const ana = await hold(showId);
    const secret = await stage.startPayment(ana.buyer, ana.location);
    await ana.passUntilRead(HOLD_MS, { status: 'EXPIRED', tickets: [] });
    await events.event('HoldExpired', ({ purchaseId }) => purchaseId === ana.purchaseId);
    const intent = await stage.provider.stripe.paymentIntents.retrieve(intentOf(secret));
    expect(intent.status).toBe('canceled');
    expect(await stage.provider.confirm(secret)).toBe('payment_intent_unexpected_state');
    const bob = await hold(showId);
    expect(await bob.pay()).toBe('succeeded');
    await bob.untilRead({ status: 'CONFIRMED' });
    await expectSoundBooks(showId, {
      available: 0,
      held: 0,
      sold: 2,
      revenue: [{ amount: TOTAL }],
    });
  });

  it('expires when its buyer does not even begin to pay', async () => {
    const { showId } = await makeShow();
    const ana = await hold(showId);
    await ana.passUntilRead(HOLD_MS, { status: 'EXPIRED' });
    await expectSoundBooks(showId, { available: 10, held: 0, sold: 0 });
  });

  it('is refunded in full when its buyer cancels it', async () => {
    const { showId } = await makeShow();
    const ana = await hold(showId);
    await ana.pay();
    await ana.untilRead({ status: 'CONFIRMED' });
    await ana.buyer.cancel(ana.location);
    await ana.untilRead({ status: 'CANCELLED' });
    await expect.poll(ana.money).toEqual({ taken: TOTAL, refunded: TOTAL });
    await expectSoundBooks(showId, { available: 10, held: 0, sold: 0 });
  });

  it('is cancelled by its buyer before it is paid, and takes no money then', async () => {
    const { showId } = await makeShow();
    const ana = await hold(showId);
    const secret = await stage.startPayment(ana.buyer, ana.location);
    await ana.buyer.cancel(ana.location);
    await ana.untilRead({ status: 'CANCELLED' });
    expect(await stage.provider.confirm(secret)).toBe('payment_intent_unexpected_state');
    await expectSoundBooks(showId, { available: 10, held: 0, sold: 0 });
  });

  it('is paid by a lost webhook, too: the end of the hold asks the provider', async () => {
    const { faults } = stage.provider.local;
    const { showId } = await makeShow();
    const ana = await hold(showId);
    faults.planWebhooks(() => 'never');
    await ana.pay();
    await ana.passUntilRead(HOLD_MS, { status: 'CONFIRMED', tickets: [{}, {}] });
    faults.planWebhooks();
    await expectSoundBooks(showId, { held: 0, sold: 2, revenue: [{ amount: TOTAL }] });
  });
});

describe('money that comes after the hold', () => {
  /** Holds the last tickets of a show, and pays them with a bank that takes an hour. */
  async function payLate() {
    const { showId } = await makeShow({ capacity: 2 });
    const ana = await hold(showId);
    expect(await ana.pay('pm_card_processing')).toBe('processing');
    await ana.passUntilRead(HOLD_MS + PATIENCE_MS, { status: 'EXPIRED' });
    return { showId, ana };
  }

  it('buys the tickets if they are still there', async () => {
    const { showId, ana } = await payLate();
    await stage.provider.pass(SLOW_BANK_MS);
    await ana.untilRead({ status: 'CONFIRMED', tickets: [{}, {}] });
    expect(await ana.money()).toEqual({ taken: TOTAL, refunded: 0 });
    await expectSoundBooks(showId, {
      available: 0,
      held: 0,
      sold: 2,
      revenue: [{ amount: TOTAL }],
    });
  });

  it('is given back if somebody else has the tickets', async () => {
    const { showId, ana } = await payLate();
    const bob = await hold(showId);
    await bob.pay();
    await bob.untilRead({ status: 'CONFIRMED' });
    await stage.provider.pass(SLOW_BANK_MS);
    await expect.poll(ana.money).toEqual({ taken: TOTAL, refunded: TOTAL });
    await ana.untilRead({ status: 'EXPIRED', tickets: [] });
    await expectSoundBooks(showId, {
      available: 0,
      held: 0,
      sold: 2,
      revenue: [{ amount: TOTAL }],
    });
  });
});

it('a paid show that costs nothing sells at once', async () => {
  const free = await stage.makePaidShow({ price: { amount: 0, currency: 'EUR' } });
  const ana = await stage.buyer();
  const bought = await ana.buy(purchaseBodyWithoutCard({ showId: free.showId }));
  expect(bought).toMatchObject({ status: 'CONFIRMED', tickets: [{}] });
});
