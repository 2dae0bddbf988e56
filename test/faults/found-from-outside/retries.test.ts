import type { PurchaseMessage } from '@willcall/contracts';
import { MAX_UNDECIDED_MS } from '@willcall/domain';
import { queues } from '@willcall/topology';
import { beforeEach, describe, expect, it } from 'vitest';
import { requestTimeout } from '../../support/faults/errors.ts';
import { createFaultInjector } from '../../support/faults/fault-injector.ts';
import { purchaseBody, purchaseBodyWithoutCard } from '../../support/http/bodies.ts';
import { openBoxOffice } from '../../support/http/box-office.ts';
import { openSale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';

const FREE = { amount: 0, currency: 'EUR' };
const PAID = { amount: 500, currency: 'EUR' };
const key = { 'idempotency-key': 'k1' };
/** A queue keeps a message for 14 days: nothing from before is still on its way. */
const LONG_AFTER_MS = 15 * 24 * 60 * 60 * 1_000;

let ahead = 0;
beforeEach(() => {
  ahead = 0;
});
const faults = createFaultInjector();
const office = await openBoxOffice({
  seams: { clock: () => new Date(Date.now() + ahead), sqsPlugins: [faults.plugin] },
});

/** `PATCH` of a show by an admin. */
const changeShow = (showId: string, body: object) =>
  office.client.send({
    method: 'PATCH',
    path: `/v1/shows/${showId}`,
    token: office.adminToken,
    body,
  });

/** Waits until `accept` sees the change: other buyers are refused. */
const refusesOthers = (body: object, status: number) =>
  expect.poll(async () => (await (await office.buyer()).post(body)).status).toBe(status);

describe('a retry of a confirmed purchase', () => {
  it('was refused for its missing card after its free show got a price', async () => {
    const { showId } = await office.makeShow({ price: FREE });
    const ana = await office.buyer();
    const body = purchaseBodyWithoutCard({ showId });
    const location = await ana.request(body, key);
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
    expect(await changeShow(showId, { price: PAID })).toMatchObject({ status: 200 });
    ahead = LONG_AFTER_MS;
    await refusesOthers(body, 400);

    expect(await ana.request(body, key)).toBe(location);
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('was refused as too early after the opening of the sale was moved to a later day', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    const body = purchaseBody({ showId });
    const location = await ana.request(body, key);
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
    const saleOpensAt = '2098-01-01T00:00:00Z';
    expect(await changeShow(showId, { saleOpensAt })).toMatchObject({ status: 200 });
    ahead = LONG_AFTER_MS;
    await refusesOthers(body, 409);

    expect(await ana.request(body, key)).toBe(location);
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
  });
});

describe('a purchase whose 503 left its buyer in doubt', () => {
  it('was said not to be accepted, and became CONFIRMED', async () => {
    const { showId } = await office.makeShow();
    const ana = await office.buyer();
    faults.after('SendMessageCommand', requestTimeout);
    const answer = await ana.post(purchaseBody({ showId }), key);
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'idempotency-key': 'k1' },
      body: {
        code: 'QUEUE_UNAVAILABLE',
        title: 'The purchase may not have been accepted. Try again with the same Idempotency-Key.',
      },
    });
    const location = await ana.request(purchaseBody({ showId }), key);
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
    expect(await office.sales(showId)).toMatchObject({ sold: 1 });
  });
});

const now = Date.now();
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
/** Requests before and after the change. SQS forgets a deduplication id after five minutes. */
const [FIRST, CHANGE, RETRY] = [ago(20), ago(15), ago(10)];

describe('a retry that is queued behind its first attempt', () => {
  const decided = [
    ['the sale was paused', { onSale: false, pausedAt: CHANGE }, {}, 'CONFIRMED', 'SALE_PAUSED'],
    ['the sale closed', { saleClosesAt: CHANGE }, {}, 'CONFIRMED', 'SALE_CLOSED'],
    ['the card expired', {}, { hasExpiredCard: true }, 'CONFIRMED', 'CARD_EXPIRED'],
    ['the price rose from zero', {}, { card: undefined }, 'PRICE_CHANGED', 'PRICE_CHANGED'],
    [
      'the opening was moved to a later time',
      { saleOpensAt: ago(-60), openingPostponedAt: CHANGE, postponedOpening: ago(30) },
      {},
      'CONFIRMED',
      'SALE_NOT_OPEN',
    ],
    ['the show was cancelled', { cancelledAt: CHANGE }, {}, 'SHOW_CANCELLED', 'SHOW_CANCELLED'],
    ['the limit was lowered', { maxTicketsPerBuyer: 1 }, {}, 'LIMIT_EXCEEDED', 'LIMIT_EXCEEDED'],
  ] as const;

  it.each(decided)(
    'since %s is decided as the first attempt, else by its own time',
    async (...row) => {
      const [, show, asked, ofFirst, alone] = row;
      const sale = await openSale(show);
      const request = { showId: sale.show.showId, quantity: 2 };
      const outcome = async (message: PurchaseMessage) => {
        const record = await sale.recordOf(message);
        return record?.reason ?? record?.status;
      };
      for (const batches of ['one batch', 'two batches']) {
        const card = 'card' in asked ? { card: undefined } : {};
        const first = makePurchaseMessage({ ...request, ...card, requestedAt: FIRST });
        const retry = { ...first, ...asked, requestedAt: RETRY };
        const records = [first, retry].map((message) => makePurchaseSqsRecord(message));
        const worker = sale.worker();
        const failed =
          batches === 'one batch'
            ? await worker(records)
            : [...(await worker(records.slice(0, 1))), ...(await worker(records.slice(1)))];
        expect({ batches, failed, outcome: await outcome(first) }).toEqual({
          batches,
          failed: [],
          outcome: ofFirst,
        });
      }
      const only = makePurchaseMessage({ ...request, ...asked, requestedAt: RETRY });
      await sale.worker()([makePurchaseSqsRecord(only)]);
      expect(await outcome(only)).toBe(alone);
    },
  );
});

it('a purchase may be undecided for as long as its queue keeps a message', () => {
  expect(MAX_UNDECIDED_MS).toBe(queues.purchases.retentionSeconds * 1_000);
});
