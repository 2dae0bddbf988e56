import type { Message } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { deliverToWorker, holdReply } from '../support/cancel/held-reply.ts';
import { makeReservedShow } from '../support/cancel/reserved-show.ts';
import { readStockTotals } from '../support/cancel/stock-totals.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

const untouched = { available: 12, sold: 0, revenue: 0, returns: 0, heldSeats: [] };

/** Requests two seats and leaves the message in the queue, which only the test reads. */
async function requestPurchase(seams = {}) {
  const office = await openBoxOffice({ pollers: 0, seams });
  const { showId } = await makeReservedShow(office.store);
  const ana = await office.buyer();
  const body = purchaseBody({ showId, quantity: undefined, seats: ['1-A1', '1-A2'] });
  const key = { 'idempotency-key': 'once' };
  const location = await ana.request(body, key);
  const message: Message = await openStageQueue(office.stage.resources.queues.purchases).receive();
  return {
    office,
    ana,
    location,
    again: () => ana.post(body, key),
    deliver: () => deliverToWorker(office.stage, message),
    stockTotals: () => readStockTotals(office.store, showId, ana.userId),
  };
}

it('a purchase that is cancelled while PENDING is already cancelled when its message arrives', async () => {
  const { ana, location, stockTotals, ...pending } = await requestPurchase();
  expect((await ana.get(location)).body).toMatchObject({ status: 'PENDING' });

  const answer = await ana.cancel(location);
  expect(answer).toMatchObject({ status: 200 });
  expect(answer.body).toEqual({
    purchaseId: purchaseIdOf(location),
    status: 'CANCELLED',
    tickets: [],
    message: 'The purchase was cancelled.',
    requestedAt: expect.any(String),
    decidedAt: expect.any(String),
    cancelledAt: expect.any(String),
  });

  for (let delivery = 0; delivery < 3; delivery += 1) {
    expect(await pending.deliver()).toEqual([]);
    expect((await ana.get(location)).body).toEqual(answer.body);
    expect((await ana.cancel(location)).body).toEqual(answer.body);
  }
  expect(await stockTotals()).toMatchObject(untouched);
  // The same request is accepted again and buys nothing.
  expect(await pending.again()).toMatchObject({ status: 202 });
  expect(await pending.deliver()).toEqual([]);
  expect((await ana.get(location)).body).toEqual(answer.body);
  expect(await listPurchaseRecords(pending.office.store)).toHaveLength(1);
});

it('a purchase that is cancelled ten times while PENDING is cancelled once', async () => {
  const { ana, location, deliver, stockTotals } = await requestPurchase();
  const answers = await Promise.all(Array.from({ length: 10 }, () => ana.cancel(location)));
  expect(await deliver()).toEqual([]);
  const { body } = await ana.get(location);
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: body as object });
  expect(await stockTotals()).toMatchObject(untouched);
});

it('a purchase that is decided while it is being cancelled is cancelled, and its tickets are returned', async () => {
  const { plugin, reached, release } = holdReply('GetItemCommand', '-purchases');
  const { ana, location, deliver, stockTotals } = await requestPurchase({
    dynamodbPlugins: [plugin],
  });
  const cancelling = ana.cancel(location);
  await reached;
  // The read found nothing. Now the message sells.
  expect(await deliver()).toEqual([]);
  expect(await stockTotals()).toMatchObject({ sold: 2, heldSeats: ['1-A1', '1-A2'] });
  release();
  expect(await cancelling).toMatchObject({
    status: 200,
    body: { status: 'CANCELLED', quantity: 2, cancelledAt: expect.any(String) },
  });
  expect(await stockTotals()).toEqual({
    ...untouched,
    returns: 1,
    ledger: { tickets: 0, lastStatus: 'CANCELLED' },
  });
});

it('a purchase that is deleted while PENDING is never bought', async () => {
  const { ana, location, deliver, stockTotals, again } = await requestPurchase();
  expect(await ana.erase(location)).toMatchObject({ status: 204, text: '' });
  expect(await deliver()).toEqual([]);
  expect(await ana.erase(location)).toMatchObject({ status: 204 });
  expect(await again()).toMatchObject({ status: 202 });
  expect(await deliver()).toEqual([]);
  expect(await stockTotals()).toMatchObject(untouched);
  expect(await ana.cancel(location)).toMatchObject({
    status: 410,
    body: { code: 'PURCHASE_ERASED' },
  });
});
