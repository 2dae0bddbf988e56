import { known } from '@willcall/contracts';
import {
  type HeldPurchase,
  readPurchase,
  readShow,
  recordIntent,
  releaseHolds,
  settleHolds,
} from '@willcall/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { purchaseBody, purchaseBodyWithoutCard } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import type { Buyer } from '../support/http/buyer.ts';
import { openLocalProvider } from '../support/payments/local-provider.ts';
import { purchaseKeyOf } from '../support/records/purchase-key.ts';
import { atOnce, toHeld } from '../support/sale/paid-sale.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

let office: BoxOffice;
beforeAll(async () => {
  const { payments } = await openLocalProvider();
  office = await openBoxOffice({ payments, announces: true });
});

const makePaidShow = (more = {}) =>
  office.makeShow({ payment: 'PROVIDER', holdSeconds: 300, ...more });

/** Sends requests, each with a key of its own, until one is refused. Those before are decided. */
async function postUntilRefused(buyer: Buyer, showId: string) {
  for (;;) {
    const answer = await buyer.post(purchaseBodyWithoutCard({ showId }));
    const location = answer.headers.location;
    if (location === undefined) return answer;
    await buyer.decided(location);
  }
}

/** Holds tickets for a new buyer. */
async function hold(showId: string, quantity = 2) {
  const ana = await office.buyer();
  const location = await ana.request(purchaseBodyWithoutCard({ showId, quantity }));
  const { purchaseId } = await ana.decided(location);
  const read = async () =>
    readPurchase(office.store, ana.userId, purchaseKeyOf(purchaseId), { consistent: true });
  return { ana, location, purchaseId, held: toHeld(await read()), read };
}

const addIntent = async (held: HeldPurchase): Promise<HeldPurchase> =>
  toHeld(await recordIntent(office.store, held, held.holdUntil, { intent: 'pi_ana', attempt: 1 }));

const readShowRecord = async (showId: string) =>
  known(await readShow(office.store, showId, { consistent: true }), 'show');

async function readPublicShow(showId: string) {
  const { body } = await office.client.call('getShow', { path: { showId } });
  return body;
}

describe('a show that a payment provider takes the money for', () => {
  it('says so, with the time to pay', async () => {
    const show = await makePaidShow();
    expect(show).toMatchObject({ payment: 'PROVIDER', holdSeconds: 300 });
    const other = await office.makeShow({ payment: 'PROVIDER', refundFee: 0 });
    expect(other).toMatchObject({ holdSeconds: 600 });
    expect(other).not.toHaveProperty('refundFee');
    const rule = { refundFee: 150, refundUntilSeconds: 86_400 };
    expect(await makePaidShow(rule)).toMatchObject(rule);
    expect(await office.makeShow({ payment: 'NONE' })).not.toHaveProperty('payment');
  });

  it.each([
    ['a time to pay without a provider', { holdSeconds: 300 }, 'holdSeconds'],
    ['too short a time to pay', { payment: 'PROVIDER', holdSeconds: 299 }, 'holdSeconds'],
    ['a fee without a provider', { refundFee: 100 }, 'refundFee'],
    ['a last moment without a provider', { refundUntilSeconds: 60 }, 'refundUntilSeconds'],
    ['a negative fee', { payment: 'PROVIDER', refundFee: -1 }, 'refundFee'],
    ['an unknown payment', { payment: 'CASH' }, 'payment'],
  ])('is refused with %s', async (_, fields, path) => {
    const body = { name: 'Hamlet', venue: 'Globe', startsAt: '2099-06-01T20:00:00Z' };
    const rest = { price: { amount: 1_599, currency: 'EUR' }, capacity: 10 };
    const answer = await office.send({
      ...{ method: 'POST', path: '/v1/shows', token: office.adminToken },
      body: { ...body, ...rest, ...fields },
    });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('takes no card', async () => {
    const { showId } = await makePaidShow();
    const ana = await office.buyer();
    const answer = await ana.post(purchaseBody({ showId }));
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'card' }] } });
  });

  it('holds tickets, and tells the buyer until when, and everybody how many', async () => {
    const events = await openSubscriber(office.stage);
    const { showId } = await makePaidShow();
    const { ana, location, purchaseId, held } = await hold(showId);
    expect((await ana.get(location)).body).toMatchObject({
      status: 'HELD',
      holdUntil: held.holdUntil,
      total: { amount: 3_198, currency: 'EUR' },
      tickets: [],
    });
    expect(await office.sales(showId)).toMatchObject({ available: 8, held: 2, sold: 0 });
    const detail = await events.event(
      'PurchaseHeld',
      (heldDetail) => heldDetail.purchaseId === purchaseId,
    );
    expect(detail).toMatchObject({ showId, quantity: 2, holdUntil: held.holdUntil });
  });

  it('confirms a paid purchase, with its tickets and its event', async () => {
    const events = await openSubscriber(office.stage);
    const { showId } = await makePaidShow();
    const { ana, location, purchaseId, held } = await hold(showId);
    const purchase = await addIntent(held);
    const settlement = { purchase, intent: 'pi_ana', paidAt: new Date().toISOString() };
    await settleHolds(office.store, await readShowRecord(showId), [settlement], atOnce);
    expect((await ana.get(location)).body).toMatchObject({
      status: 'CONFIRMED',
      paidAt: settlement.paidAt,
      tickets: [{}, {}],
    });
    const detail = await events.event(
      'PurchaseConfirmed',
      (confirmed) => confirmed.purchaseId === purchaseId,
    );
    expect(detail).toMatchObject({ occurredAt: settlement.paidAt });
    expect(await office.sales(showId)).toMatchObject({ available: 8, held: 0, sold: 2 });
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });

  it('announces a hold that was not paid, and tells its buyer', async () => {
    const events = await openSubscriber(office.stage);
    const { showId } = await makePaidShow();
    const { ana, location, purchaseId, held } = await hold(showId);
    const release = { purchase: held, intent: undefined, to: { status: 'EXPIRED' } } as const;
    await releaseHolds(office.store, await readShowRecord(showId), [release], atOnce);
    expect((await ana.get(location)).body).toMatchObject({ status: 'EXPIRED', tickets: [] });
    await events.event('HoldExpired', (detail) => detail.purchaseId === purchaseId);
    // Buying again needs a new key: the old one still answers with its purchase.
    expect(await ana.cancel(location)).toMatchObject({ status: 409 });
  });

  it('refuses without a record while all tickets are held, and says when to try again', async () => {
    const { showId } = await makePaidShow({ capacity: 2 });
    await hold(showId);
    const bob = await office.buyer();
    const refused = await bob.buy(purchaseBodyWithoutCard({ showId }));
    expect(refused).toMatchObject({ status: 'REJECTED', reason: 'ALL_HELD' });
    const cid = await office.buyer();
    // `accept` may have a copy of the show from before the mark, for a second.
    const answer = await postUntilRefused(cid, showId);
    expect(answer).toMatchObject({ status: 409, body: { code: 'ALL_HELD' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    const idempotencyKey = known(answer.headers['idempotency-key'], 'key of the refused request');
    const again = await cid.post(purchaseBodyWithoutCard({ showId }), {
      'idempotency-key': String(idempotencyKey),
    });
    expect(again.status).toBe(409);
    expect(await readPublicShow(showId)).toMatchObject({
      onSale: false,
      notOnSaleReason: 'ALL_HELD',
      available: 0,
    });
  });

  it('counts held tickets as sold: it is not removed, and its capacity does not fall below them', async () => {
    const { showId } = await makePaidShow();
    await hold(showId);
    const request = { path: `/v1/shows/${showId}`, token: office.adminToken };
    expect(await office.send({ ...request, method: 'DELETE' })).toMatchObject({
      ...{ status: 409, body: { code: 'SHOW_HAS_SALES' } },
    });
    expect(await office.send({ ...request, method: 'PATCH', body: { capacity: 1 } })).toMatchObject(
      { status: 409, body: { code: 'CAPACITY_BELOW_SOLD' } },
    );
    expect(
      await office.send({ ...request, method: 'PATCH', body: { payment: 'NONE' } }),
    ).toMatchObject({ status: 400 });
  });
});

describe('a held purchase', () => {
  it('without an intent is cancelled at once', async () => {
    const events = await openSubscriber(office.stage);
    const { showId } = await makePaidShow();
    const { ana, location, purchaseId } = await hold(showId);
    const answer = await ana.cancel(location);
    expect(answer).toMatchObject({ status: 200, body: { status: 'CANCELLED', tickets: [] } });
    expect(await ana.cancel(location)).toMatchObject({ status: 200, body: answer.body });
    await events.event('PurchaseCancelled', (detail) => detail.purchaseId === purchaseId);
    expect(await office.sales(showId)).toMatchObject({ available: 10, held: 0, sold: 0 });
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });

  it('with an intent is answered with 202, and stays held until its payment is cancelled', async () => {
    const { showId } = await makePaidShow();
    const { ana, location, held, read } = await hold(showId);
    await addIntent(held);
    const answer = await ana.cancel(location);
    expect(answer).toMatchObject({ status: 202, body: { status: 'HELD' } });
    expect(await ana.cancel(location)).toMatchObject({ status: 202, body: answer.body });
    expect(await read()).toHaveProperty('cancellationRequestedAt');
    expect(await office.sales(showId)).toMatchObject({ available: 8, held: 2 });
  });

  it('without an intent is erased like any other', async () => {
    const { showId } = await makePaidShow();
    const { ana, location, read } = await hold(showId);
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    expect(await read()).toMatchObject({ status: 'CANCELLED' });
    expect(await office.sales(showId)).toMatchObject({ available: 10, held: 0 });
  });

  it('with an intent loses its holder at once, and its tickets when its payment is cancelled', async () => {
    const { showId } = await makePaidShow();
    const { ana, location, held, read } = await hold(showId);
    const { payment } = await addIntent(held);
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    const tombstone = await read();
    expect(tombstone).toMatchObject({ status: 'HELD', payment });
    expect(tombstone).toHaveProperty('cancellationRequestedAt');
    expect(tombstone).not.toHaveProperty('holder');
    expect(await office.audit(showId)).toMatchObject({ differences: [] });
  });
});

it('a price that the payment provider cannot charge is refused on a show, its change and a seat', async () => {
  const errors = [{ path: 'price.amount' }];
  const price = { amount: 49, currency: 'EUR' };
  const admin = { token: office.adminToken };
  const { showId } = await makePaidShow({ capacity: undefined, seats: ['A1', 'A2'] });
  const path = `/v1/shows/${showId}`;
  const refused = await Promise.all([
    office.send({
      ...{ ...admin, method: 'POST', path: '/v1/shows' },
      body: {
        ...{ name: 'Hamlet', venue: 'Globe', startsAt: '2099-06-01T20:00:00Z', capacity: 10 },
        ...{ price, payment: 'PROVIDER' },
      },
    }),
    office.send({ ...admin, method: 'PATCH', path, body: { price } }),
    office.send({ ...admin, method: 'PATCH', path: `${path}/seats/A1`, body: { price } }),
  ]);
  for (const answer of refused) expect(answer).toMatchObject({ status: 400, body: { errors } });
  const free = { amount: 0, currency: 'EUR' };
  expect(
    await office.send({
      ...admin,
      method: 'PATCH',
      path: `${path}/seats/A1`,
      body: { price: free },
    }),
  ).toMatchObject({ status: 200 });
});

it('a stage that takes no payments refuses a show that needs them', async () => {
  const other = await openBoxOffice();
  const answer = await other.send({
    ...{ method: 'POST', path: '/v1/shows', token: other.adminToken },
    body: {
      ...{ name: 'Hamlet', venue: 'Globe', startsAt: '2099-06-01T20:00:00Z', capacity: 10 },
      ...{ price: { amount: 1_599, currency: 'EUR' }, payment: 'PROVIDER' },
    },
  });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'payment' }] } });
});
