import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { DecidedPurchase } from '@willcall/contracts';
import { type ShowRecord, seatKey } from '@willcall/store';
import { afterEach, describe, expect, it } from 'vitest';
import { deliverToWorker } from '../support/cancel/held-reply.ts';
import { makeReservedShow, SEATS } from '../support/cancel/reserved-show.ts';
import { readStockTotals } from '../support/cancel/stock-totals.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import {
  type CancellationCode,
  requestTimeout,
  throughputExceeded,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import type { Buyer } from '../support/http/buyer.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { listTableItems } from '../support/http/table-items.ts';

const TRANSACT = 'TransactWriteItemsCommand';
const ANY = () => true;

const faults = createFaultInjector();
const counter = createCallCounter();
const seams = { dynamodbPlugins: [counter.plugin, faults.plugin] };
const office = await openBoxOffice({ seams });
const { store } = office;
const waiting = await openBoxOffice({ seams, pollers: 0 });
const queue = openStageQueue(waiting.stage.resources.queues.purchases);

/** A fault that a test did not use must not reach the next test. */
afterEach(() => faults.assertAllUsed());

/** Buys two seats of a show that keeps ledgers. */
async function buySeats(overrides: Partial<ShowRecord> = {}) {
  const { showId } = await makeReservedShow(store, overrides);
  const ana = await office.buyer();
  const body = purchaseBody({ showId, quantity: undefined, seats: ['1-A1', '1-A2'] });
  const purchase = await ana.buy(body);
  expect(purchase).toMatchObject({ status: 'CONFIRMED' });
  await openStageQueue(office.stage.resources.queues.purchases).untilEmpty();
  return {
    ana,
    showId,
    location: `/v1/purchases/${purchase.purchaseId}`,
    purchase,
    books: () => readStockTotals(store, showId, ana.userId),
  };
}

/** Requests two seats. The purchase stays PENDING, because only the test reads the queue. */
async function requestSeats() {
  const { showId } = await makeReservedShow(waiting.store);
  const ana = await waiting.buyer();
  const body = purchaseBody({ showId, quantity: undefined, seats: ['1-A1', '1-A2'] });
  const location = await ana.request(body);
  const message = await queue.receive();
  return {
    ana,
    showId,
    location,
    deliver: () => deliverToWorker(waiting.stage, message),
    books: () => readStockTotals(waiting.store, showId, ana.userId),
  };
}

const afterReturn = {
  available: SEATS.length,
  sold: 0,
  revenue: 0,
  returns: 1,
  heldSeats: [],
  ledger: { tickets: 0, lastStatus: 'CANCELLED' },
};
const untouched = { ...afterReturn, returns: 0, ledger: undefined };

type Act = keyof Pick<Buyer, 'cancel' | 'erase'>;
const done = { cancel: 200, erase: 204 } as const;

/**
 * The number of calls that each action makes. Cancelling a confirmed purchase: purchase, show, ledger,
 * transaction. Cancelling a pending one: purchase, record. Erasing makes one call more.
 */
const everyCall = (of: Readonly<Record<Act, number>>) =>
  (['cancel', 'erase'] as const).flatMap((act) =>
    Array.from({ length: of[act] }, (_, call) => call).flatMap((call) =>
      (['before', 'after'] as const).map((moment) => [act, moment, call] as const),
    ),
  );

describe('a confirmed purchase returns its tickets once', () => {
  const calls = { cancel: 4, erase: 5 };

  it.each(['cancel', 'erase'] as const)('with a %s without faults', async (act) => {
    const { ana, location, books } = await buySeats();
    counter.reset();
    expect(await ana[act](location)).toMatchObject({ status: done[act] });
    const made = Object.values(counter.calls()).reduce((sum, count) => sum + count, 0);
    expect(made).toBe(calls[act]);
    expect(await books()).toEqual(afterReturn);
  });

  it.each(everyCall(calls))('with a %s that fails %s call %i and is repeated', async (...at) => {
    const [act, moment, call] = at;
    const { ana, location, books } = await buySeats();
    const fault = moment === 'before' ? throughputExceeded : requestTimeout;
    faults[moment](ANY, fault, { skip: call });
    expect(await ana[act](location)).toMatchObject({
      status: 503,
      body: { code: 'STORE_UNAVAILABLE' },
      headers: { 'retry-after': '1' },
    });
    faults.assertAllUsed();

    for (let repeat = 0; repeat < 2; repeat += 1) {
      expect(await ana[act](location)).toMatchObject({ status: done[act] });
      expect(await books()).toEqual(afterReturn);
    }
  });

  it('when the transaction’s reply is lost and the SDK sends it again', async () => {
    const { ana, location, books } = await buySeats();
    faults.after(TRANSACT, requestTimeout, { beneathRetries: true });
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    expect(await books()).toEqual(afterReturn);
  });

  it('when a delete continues an interrupted cancel, or the other way round', async () => {
    const [one, two] = [await buySeats(), await buySeats()];
    faults.after(TRANSACT, requestTimeout);
    expect(await one.ana.cancel(one.location)).toMatchObject({ status: 503 });
    expect(await one.ana.erase(one.location)).toMatchObject({ status: 204 });
    expect(await one.books()).toEqual(afterReturn);

    faults.before('UpdateItemCommand', throughputExceeded);
    expect(await two.ana.erase(two.location)).toMatchObject({ status: 503 });
    expect(await two.ana.cancel(two.location)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    expect(await two.ana.erase(two.location)).toMatchObject({ status: 204 });
    expect(await two.books()).toEqual(afterReturn);
  });
});

describe('a pending purchase sells nothing', () => {
  const calls = { cancel: 2, erase: 3 };

  it.each(everyCall(calls))('after a %s that fails %s call %i and is repeated', async (...at) => {
    const [act, moment, call] = at;
    const { ana, location, deliver, books } = await requestSeats();
    const fault = moment === 'before' ? throughputExceeded : requestTimeout;
    faults[moment](ANY, fault, { skip: call });
    expect(await ana[act](location)).toMatchObject({ status: 503 });
    faults.assertAllUsed();
    expect(await ana[act](location)).toMatchObject({ status: done[act] });
    for (let delivery = 0; delivery < 2; delivery += 1) {
      expect(await deliver()).toEqual([]);
      expect(await ana[act](location)).toMatchObject({ status: done[act] });
    }
    expect(await books()).toEqual(untouched);
  });

  it.each(everyCall(calls))(
    'or returns what it sold, when its message arrives after a %s that failed %s call %i',
    async (...at) => {
      const [act, moment, call] = at;
      const { ana, location, deliver, books } = await requestSeats();
      const fault = moment === 'before' ? throughputExceeded : requestTimeout;
      faults[moment](ANY, fault, { skip: call });
      expect(await ana[act](location)).toMatchObject({ status: 503 });
      expect(await deliver()).toEqual([]);
      expect(await ana[act](location)).toMatchObject({ status: done[act] });
      const { sold, heldSeats } = await books();
      expect({ sold, heldSeats }).toEqual({ sold: 0, heldSeats: [] });
      expect(await deliver()).toEqual([]);
      expect(await books()).toMatchObject({ sold: 0, heldSeats: [] });
    },
  );
});

describe('a transaction that is cancelled', () => {
  /** The actions: purchase, stock, show, two seats, ledger, journal. */
  const reasons = (position: number, code: CancellationCode) => () =>
    transactionCanceled(
      Array.from({ length: 7 }, (_, action) => (action === position ? code : 'None')),
    );

  it.each([
    ['a conflict on the purchase', 0, 'TransactionConflict'],
    ['a conflict on the stock', 1, 'TransactionConflict'],
    ['a conflict on the show', 2, 'TransactionConflict'],
    ['a shard that has sold too little', 1, 'ConditionalCheckFailed'],
    ['a ledger that has changed', 5, 'ConditionalCheckFailed'],
  ] as const)(
    'by %s is retried after another read and returns the tickets once',
    async (_, position, code) => {
      const { ana, location, books } = await buySeats();
      faults.before(TRANSACT, reasons(position, code), 3);
      expect(await ana.cancel(location)).toMatchObject({ status: 200 });
      expect(await books()).toEqual(afterReturn);
    },
  );

  it('by endless conflicts is 503, and nothing is returned', async () => {
    const { ana, location, books, purchase } = await buySeats();
    faults.before(TRANSACT, reasons(2, 'TransactionConflict'), 8);
    expect(await ana.cancel(location)).toMatchObject({ status: 503 });
    expect(await books()).toMatchObject({ sold: 2, returns: 0, heldSeats: ['1-A1', '1-A2'] });
    expect((await ana.get(location)).body).toEqual(purchase);
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
  });

  it('by a throttle is 503, and the purchase can be cancelled later', async () => {
    const { ana, location, books } = await buySeats();
    faults.before(TRANSACT, reasons(0, 'ThrottlingError'));
    expect(await ana.cancel(location)).toMatchObject({ status: 503 });
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    expect(await books()).toEqual(afterReturn);
  });

  it('because another purchase holds a seat does not free that seat', async () => {
    const { ana, location, showId } = await buySeats();
    const show = { showId, buckets: 3 };
    const heldBy = (ref: string) =>
      store.documents.send(
        new PutCommand({
          TableName: store.tables.seats,
          Item: {
            ...seatKey(show, '1-A1'),
            showId,
            heldBy: ref,
            createdAt: '2031-01-01T00:00:00Z',
          },
        }),
      );
    await heldBy('3#bob#P#AZaz09');
    expect(await ana.cancel(location)).toMatchObject({ status: 503 });
    const [seat] = (await listTableItems(store, 'seats')).filter(
      (item) => item.showId === showId && item.seatId === '1-A1',
    );
    expect(seat).toMatchObject({ heldBy: '3#bob#P#AZaz09' });
    const { body } = await ana.get(location);
    expect((body as DecidedPurchase).status).toBe('CONFIRMED');
  });
});

it('an erased purchase keeps no personal data, even if its delete was interrupted', async () => {
  for (const moment of ['before', 'after'] as const) {
    const { ana, location } = await buySeats();
    faults[moment]('UpdateItemCommand', requestTimeout);
    expect(await ana.erase(location)).toMatchObject({ status: 503 });
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    const records = (await listTableItems(store, 'purchases')).filter(
      ({ userId }) => userId === ana.userId,
    );
    expect(JSON.stringify(records)).not.toMatch(/Ana|ana@example|4242/);
  }
});

it.each([
  ['loses its reply', 503, () => faults.after(TRANSACT, requestTimeout)],
  ['fails', 503, () => faults.before(TRANSACT, throughputExceeded)],
  [
    'conflicts with others',
    200,
    () => faults.before(TRANSACT, () => transactionCanceled(['None', 'TransactionConflict']), 4),
  ],
])('a change whose transaction %s is %i, and 200 when repeated', async (_, status, plan) => {
  const { ana, location, purchase } = await buySeats();
  const holder = { name: 'Bo', email: 'bo@example.com' };
  plan();
  expect(await ana.change(location, { holder })).toMatchObject({ status });
  expect(await ana.change(location, { holder })).toMatchObject({ status: 200 });
  expect((await ana.get(location)).body).toMatchObject({
    ...purchase,
    holder,
    message: 'Booked 2 tickets for Bo.',
  });
});
