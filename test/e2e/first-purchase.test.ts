import { describe, expect, it } from 'vitest';
import { startShow } from '../support/cancel/reserved-show.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import {
  card,
  MASTERCARD,
  purchaseBody,
  purchaseBodyWithoutCard,
  showBody,
} from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

const office = await openBoxOffice();

describe('a purchase', () => {
  it('goes from POST to tickets, and reduces the stock', async () => {
    const posted = await office.send({
      method: 'POST',
      path: '/v1/shows',
      token: office.adminToken,
      body: showBody({ capacity: 5 }),
    });
    const show = posted.body as { showId: string };
    expect(posted).toMatchObject({
      status: 201,
      headers: { location: `/v1/shows/${show.showId}`, 'content-type': 'application/json' },
      body: { ...showBody({ capacity: 5 }), onSale: true, available: 5 },
    });

    const ana = await office.buyer();
    const body = purchaseBody({ showId: show.showId, quantity: 2 });
    const accepted = await ana.post(body, { 'idempotency-key': 'my first' });
    const { location = '' } = accepted.headers;
    expect(accepted).toMatchObject({
      status: 202,
      headers: { 'retry-after': '1', 'idempotency-key': 'my first' },
      body: { status: 'PENDING' },
    });
    expect(location).toMatch(/^\/v1\/purchases\/[A-Za-z0-9_-]{32}$/);
    expect(accepted.body).toEqual({ purchaseId: purchaseIdOf(location), status: 'PENDING' });

    const purchase = await ana.decided(location);
    expect(purchase).toEqual({
      purchaseId: purchaseIdOf(location),
      showId: show.showId,
      status: 'CONFIRMED',
      quantity: 2,
      total: { amount: 3198, currency: 'EUR' },
      tickets: [{ ticketId: expect.any(String) }, { ticketId: expect.any(String) }],
      card: { brand: 'visa', last4: '4242' },
      holder: { name: 'Ana', email: 'ana@example.com' },
      message: 'Booked 2 tickets for Ana.',
      requestedAt: expect.stringMatching(ISO),
      decidedAt: expect.stringMatching(ISO),
    });
    expect(new Set(purchase.tickets.map(({ ticketId }) => ticketId)).size).toBe(2);
    expect(Date.parse(purchase.decidedAt)).toBeGreaterThanOrEqual(Date.parse(purchase.requestedAt));

    expect(await office.sales(show.showId)).toEqual({
      capacity: 5,
      available: 3,
      held: 0,
      sold: 2,
      revenue: [{ amount: 3198, currency: 'EUR' }],
    });
    const read = await office.send({ path: `/v1/shows/${show.showId}` });
    expect(read).toMatchObject({ status: 200, body: { showId: show.showId, available: 3 } });
  });

  it('of one ticket has a message in the singular, and names a Mastercard', async () => {
    const { showId } = await office.makeShow();
    const bo = await office.buyer();
    const holder = { name: 'Bo', email: 'bo@example.com' };
    expect(await bo.buy(purchaseBody({ showId, holder, card: card(MASTERCARD) }))).toMatchObject({
      status: 'CONFIRMED',
      message: 'Booked 1 ticket for Bo.',
      card: { brand: 'mastercard', last4: '4444' },
    });
  });

  it.each(['', '/v1'])('posted to "%s/purchases" is found on both mounts', async (mount) => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const accepted = await office.send({
      method: 'POST',
      path: `${mount}/purchases`,
      token: ana.token,
      body: purchaseBody({ showId }),
    });
    const { location = '' } = accepted.headers;
    expect(location).toBe(`${mount}/purchases/${purchaseIdOf(location)}`);

    const purchase = await ana.decided(location);
    for (const path of [
      `/purchases/${purchaseIdOf(location)}`,
      `/v1/purchases/${purchaseIdOf(location)}`,
    ]) {
      expect(await ana.get(path)).toMatchObject({ status: 200, body: purchase });
    }
  });

  it('shows only its id and PENDING until it is decided, with a Retry-After', async () => {
    const closed = await openBoxOffice({ pollers: 0 });
    const { showId } = await closed.makeShow();
    const ana = await closed.buyer();
    const location = await ana.request(purchaseBody({ showId }));

    const answer = await ana.get(location);
    expect(answer).toMatchObject({ status: 200, headers: { 'retry-after': '1' } });
    expect(answer.body).toEqual({ purchaseId: purchaseIdOf(location), status: 'PENDING' });
    expect(await listPurchaseRecords(closed.store)).toEqual([]);
  });
});

describe('a show that is free', () => {
  it.each([
    ['without a card', purchaseBodyWithoutCard],
    ['with a card, which is not stored', purchaseBody],
  ])('sells tickets %s', async (_, bodyOf) => {
    const { showId } = await office.makeShow({ price: { amount: 0, currency: 'EUR' } });
    const ana = await office.buyer();
    const purchase = await ana.buy(bodyOf({ showId, quantity: 3 }));

    expect(purchase).toMatchObject({ status: 'CONFIRMED', total: { amount: 0, currency: 'EUR' } });
    expect(purchase).not.toHaveProperty('card');
    const records = await listPurchaseRecords(office.store);
    const record = records.find(({ purchaseId }) => purchaseId === purchase.purchaseId);
    expect(record).toMatchObject({ status: 'CONFIRMED' });
    expect(record).not.toHaveProperty('card');
  });
});

describe('a purchase that cannot be sold', () => {
  it('is REJECTED with SALE_CLOSED once its show has begun', async () => {
    const { showId } = await office.makeShow();
    await startShow(office.store, showId);
    const ana = await office.buyer();
    expect(await ana.buy(purchaseBody({ showId }))).toMatchObject({
      status: 'REJECTED',
      reason: 'SALE_CLOSED',
      message: 'The purchase was requested after the end of the sale.',
      tickets: [],
    });
  });

  it.each([
    ['SALE_PAUSED', 'The purchase was requested while the sale was paused.', { onSale: false }, {}],
    [
      'SOLD_OUT',
      'Only 1 ticket was left, and the purchase was for 2.',
      { capacity: 1 },
      { quantity: 2 },
    ],
    ['SHOW_NOT_FOUND', 'The show does not exist.', {}, { showId: 'invented' }],
    [
      'PRICE_CHANGED',
      'The price was EUR 15.99 a ticket. No tickets were bought.',
      {},
      { expectedPrice: { amount: 1600, currency: 'EUR' } },
    ],
    [
      'PRICE_CHANGED',
      'The price was EUR 15.99 a ticket. No tickets were bought.',
      {},
      { expectedPrice: { amount: 1599, currency: 'USD' } },
    ],
  ])('is REJECTED with %s: "%s" for %o and %o', async (reason, message, show, overrides) => {
    const { showId, capacity } = await office.makeShow(show);
    const ana = await office.buyer();
    const purchase = await ana.buy(purchaseBody({ showId, ...overrides }));

    expect(purchase).toMatchObject({ status: 'REJECTED', reason, message, tickets: [] });
    expect(purchase).not.toHaveProperty('total');
    expect(await office.sales(showId)).toMatchObject({ available: capacity, sold: 0 });
  });

  it('is sold when the expected price equals the price', async () => {
    const { showId, price } = await office.makeShow();
    const ana = await office.buyer();
    const body = purchaseBody({ showId, expectedPrice: price });
    expect(await ana.buy(body)).toMatchObject({ status: 'CONFIRMED' });
  });
});

it('a sale that is not open yet is refused at once and not recorded, and the same key buys later', async () => {
  const counter = createCallCounter();
  let now = new Date('2030-01-01T09:59:59Z');
  const early = await openBoxOffice({ seams: { clock: () => now, sqsPlugins: [counter.plugin] } });
  const { showId } = await early.makeShow({ saleOpensAt: '2030-01-01T10:00:00Z' });
  const ana = await early.buyer();
  const key = { 'idempotency-key': 'impatient' };

  expect(await ana.post(purchaseBody({ showId }), key)).toMatchObject({
    status: 409,
    headers: { 'content-type': 'application/problem+json', 'idempotency-key': 'impatient' },
    body: { code: 'SALE_NOT_OPEN', status: 409, detail: expect.stringContaining('10:00:00') },
  });
  expect(counter.calls()).toEqual({});
  expect(await listPurchaseRecords(early.store)).toEqual([]);

  now = new Date('2030-01-01T10:00:00Z');
  expect(await ana.buy(purchaseBody({ showId }), key)).toMatchObject({
    status: 'CONFIRMED',
    requestedAt: now.toISOString(),
  });
});

it.each(['/v1/shows/invented', '/shows/AAAAAAAAAAAAAAAA', '/v1/shows/%23calendar'])(
  'GET %s returns 404 SHOW_NOT_FOUND',
  async (path) => {
    expect(await office.send({ path })).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'SHOW_NOT_FOUND', status: 404 },
    });
  },
);

it('the sales of an unknown show return 404 SHOW_NOT_FOUND', async () => {
  const path = '/v1/shows/invented/sales';
  const answer = await office.send({ path, token: office.adminToken });
  expect(answer).toMatchObject({ status: 404, body: { code: 'SHOW_NOT_FOUND' } });
});

it('the health route needs no token', async () => {
  expect(await office.send({ path: '/health' })).toMatchObject({
    status: 200,
    body: { status: 'ok' },
  });
});
