import { describe, expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const FIFTY = Array.from({ length: 50 });
const key = { 'idempotency-key': 'once and only once' };

const office = await openBoxOffice();
const queue = openStageQueue(office.stage.resources.queues.purchases);

describe('one request that is retried', () => {
  it('fifty times at once is one id, one record and one sale, before and after the decision', async () => {
    const alone = await openBoxOffice();
    const { showId } = await alone.makeShow({ capacity: 300 });
    const ana = await alone.buyer();
    const body = purchaseBody({ showId, quantity: 3 });

    const locations = await Promise.all(FIFTY.map(() => ana.request(body, key)));
    expect(new Set(locations).size).toBe(1);
    const location = locations[0] ?? '';
    const purchase = await ana.decided(location);
    expect(purchase).toMatchObject({ status: 'CONFIRMED', quantity: 3 });

    // A retry after the decision is 202 again and changes nothing.
    const again = await Promise.all(FIFTY.map(() => ana.request(body, key)));
    expect(new Set(again)).toEqual(new Set(locations));
    await openStageQueue(alone.stage.resources.queues.purchases).untilEmpty();
    expect(await ana.decided(location)).toEqual(purchase);
    expect(await listPurchaseRecords(alone.store)).toHaveLength(1);
    expect(await alone.audit(showId)).toMatchObject({ holds: true, tickets: 3, available: 297 });
  });

  it('fifty times during its decision is one sale, at every stage', async () => {
    const alone = await openBoxOffice();
    const { showId } = await alone.makeShow();
    const ana = await alone.buyer();
    const body = purchaseBody({ showId });
    const location = await ana.request(body, key);
    // One after the other, to meet the purchase queued, in flight and decided.
    for (const _ of FIFTY) expect(await ana.request(body, key)).toBe(location);

    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
    await openStageQueue(alone.stage.resources.queues.purchases).untilEmpty();
    expect(await alone.audit(showId)).toMatchObject({ holds: true, tickets: 1 });
  });

  it('is one sale even when the queue has forgotten its deduplication id, and in several batches at once', async () => {
    const calls = watchCalls();
    const alone = await openBoxOffice({ seams: { sqsPlugins: [calls.plugin] } });
    const { showId } = await alone.makeShow();
    const ana = await alone.buyer();
    const location = await ana.request(purchaseBody({ showId, quantity: 2 }), key);
    const [sent] = calls.inputsOf('SendMessageCommand') as { MessageBody: string }[];
    const forgetful = openStageQueue(alone.stage.resources.queues.purchases);
    // Each copy has its own group, so different workers can hold them at the same time.
    const copies = FIFTY.map((_, index) =>
      forgetful.send(sent?.MessageBody ?? '', `copy-${index}`),
    );
    await Promise.all(copies);

    const purchase = await ana.decided(location);
    await forgetful.untilEmpty();
    expect(purchase).toMatchObject({ status: 'CONFIRMED' });
    expect(await ana.decided(location)).toEqual(purchase);
    expect(await alone.audit(showId)).toMatchObject({ holds: true, tickets: 2 });
  });

  it('that was rejected is answered with the same rejection', async () => {
    const { showId } = await office.makeShow({ capacity: 1 });
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId, quantity: 2 }), key);
    const refused = await ana.decided(location);
    expect(refused).toMatchObject({ status: 'REJECTED', reason: 'SOLD_OUT' });
    expect(await ana.buy(purchaseBody({ showId, quantity: 2 }), key)).toEqual(refused);
  });

  it('with the fields of its body in another order is the same request', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const body = purchaseBody({ showId });
    const turned = Object.fromEntries(Object.entries(body).toReversed());
    expect(await ana.request(turned, key)).toBe(await ana.request(body, key));
  });
});

it.each([
  ['another expiry', { number: '4242424242424242', expiryMonth: 11, expiryYear: 2097 }],
  ['a card that ends alike', { number: '4000000000024242', expiryMonth: 12, expiryYear: 2098 }],
])('a key with %s is the same request', async (_, card) => {
  const { showId } = await office.makeShow();
  const ana = await office.buyer();
  const location = await ana.request(purchaseBody({ showId }), key);
  expect(await ana.request(purchaseBody({ showId, card }), key)).toBe(location);
});

describe('a key that is used again', () => {
  it.each([
    ['quantity', { quantity: 2 }],
    ['holder', { holder: { name: 'Bo', email: 'ana@example.com' } }],
    ['expected price', { expectedPrice: { amount: 1599, currency: 'EUR' } }],
    ['card', { card: { number: '5555555555554444', expiryMonth: 12, expiryYear: 2098 } }],
  ])(
    'with another %s returns 422 on its first read, and the first id answers',
    async (_, change) => {
      const { showId } = await office.makeShow();
      const ana = await office.buyer();
      const first = await ana.buy(purchaseBody({ showId }), key);
      const second = await ana.request(purchaseBody({ showId, ...change }), key);

      expect(purchaseIdOf(second)).not.toBe(first.purchaseId);
      expect(await ana.get(second)).toMatchObject({
        status: 422,
        headers: { 'content-type': 'application/problem+json' },
        body: { code: 'IDEMPOTENCY_KEY_REUSED', status: 422 },
      });
      expect(await ana.decided(`/v1/purchases/${first.purchaseId}`)).toEqual(first);
      expect(await office.sales(showId)).toMatchObject({ sold: 1 });
    },
  );

  it('for another show returns 422 there, and sells nothing there', async () => {
    const { showId } = await office.makeShow();
    const other = await office.makeShow();
    const ana = await office.buyer();
    const first = await ana.buy(purchaseBody({ showId }), key);
    const second = await ana.request(purchaseBody({ showId: other.showId }), key);

    await queue.untilEmpty();
    expect(await ana.get(second)).toMatchObject({ status: 422 });
    expect(await ana.decided(`/v1/purchases/${first.purchaseId}`)).toEqual(first);
    expect(await office.sales(other.showId)).toMatchObject({ sold: 0, available: 10 });
  });

  it('for two shows at once sells at one of them', async () => {
    const shows = await Promise.all([office.makeShow(), office.makeShow()]);
    const ana = await office.buyer();
    const locations = await Promise.all(
      shows.map(({ showId }) => ana.request(purchaseBody({ showId }), key)),
    );
    await queue.untilEmpty();
    const answers = await Promise.all(locations.map((location) => ana.get(location)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const sales = await Promise.all(shows.map(({ showId }) => office.sales(showId)));
    expect(sales.map(({ sold }) => sold).toSorted()).toEqual([0, 1]);
  });

  it('by another buyer is a purchase of that buyer', async () => {
    const { showId } = await office.makeShow();
    const [ana, bo] = await Promise.all([office.buyer(), office.buyer()]);
    const purchases = await Promise.all(
      [ana, bo].map((buyer) => buyer.buy(purchaseBody({ showId }), key)),
    );
    expect(purchases.map(({ status }) => status)).toEqual(['CONFIRMED', 'CONFIRMED']);
    expect(purchases[0]?.purchaseId).not.toBe(purchases[1]?.purchaseId);
    expect(await office.sales(showId)).toMatchObject({ sold: 2 });
  });
});

describe('the key', () => {
  it('is generated when the request has none, so each POST is a purchase', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const answers = [
      await ana.post(purchaseBody({ showId })),
      await ana.post(purchaseBody({ showId })),
    ];
    const keys = answers.map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.stringMatching(/^.{16,255}$/), expect.stringMatching(/^.{16,}$/)]);
    expect(keys[0]).not.toBe(keys[1]);
    for (const { headers } of answers) await ana.decided(headers.location ?? '');
    expect(await office.sales(showId)).toMatchObject({ sold: 2 });

    // The generated key makes a retry safe, like the caller's own.
    const retry = { 'idempotency-key': String(keys[0]) };
    const again = await ana.request(purchaseBody({ showId }), retry);
    expect(again).toBe(answers[0]?.headers.location);
  });

  const refusals = {
    'a bad field (400)': { status: 400, body: { quantity: 0 }, type: 'application/json' },
    'no JSON (400)': { status: 400, body: '{"showId":', type: 'application/json' },
    'a body of 17 KiB (413)': { status: 413, body: 'x'.repeat(17 * 1024), type: 'text/plain' },
    'another media type (415)': { status: 415, body: 'showId=1', type: 'text/plain' },
  };
  it.each(Object.entries(refusals))('is returned with %s', async (_, { status, body, type }) => {
    const ana = await office.buyer();
    const headers = { 'content-type': type };
    const own = await ana.post(body, { ...headers, ...key });
    expect(own).toMatchObject({ status, headers: key });
    const made = await ana.post(body, headers);
    expect(made).toMatchObject({
      status,
      headers: { 'idempotency-key': expect.stringMatching(/^\S{16,}$/) },
    });
  });

  it.each([
    ['of 256 characters', 'k'.repeat(256)],
    ['that is empty', ''],
    ['with a character outside ASCII', 'clé'],
    ['with a tab', 'a\tb'],
  ])(
    '%s returns 400 INVALID_IDEMPOTENCY_KEY, and is not repeated in the answer',
    async (_, bad) => {
      const { showId } = await office.makeShow();
      const ana = await office.buyer();
      const answer = await ana.post(purchaseBody({ showId }), { 'idempotency-key': bad });
      expect(answer).toMatchObject({
        status: 400,
        headers: { 'content-type': 'application/problem+json' },
        body: { code: 'INVALID_IDEMPOTENCY_KEY', status: 400 },
      });
      expect(answer.headers).not.toHaveProperty('idempotency-key');
    },
  );

  it('of 255 characters, including spaces and punctuation, is accepted', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const long = { 'idempotency-key': `~ "{}, ${'k'.repeat(248)}` };
    const answer = await ana.post(purchaseBody({ showId }), long);
    expect(answer).toMatchObject({ status: 202, headers: long });
  });
});
