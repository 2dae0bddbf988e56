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

/** No test hands a fault to the next one. */
afterEach(() => faults.assertAllUsed());

/** A buyer of two seats of a show that keeps ledgers, and what was there before and is again after. */
async function bought(wish: Partial<ShowRecord> = {}) {
  const { showId } = await makeReservedShow(store, wish);
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

/** A buyer whose purchase waits in a queue that nobody reads but the test. */
async function pending() {
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

const givenBack = {
  available: SEATS.length,
  sold: 0,
  revenue: 0,
  returns: 1,
  heldSeats: [],
  ledger: { tickets: 0, lastStatus: 'CANCELLED' },
};
const untouched = { ...givenBack, returns: 0, ledger: undefined };

type Act = keyof Pick<Buyer, 'cancel' | 'erase'>;
const done = { cancel: 200, erase: 204 } as const;

/**
 * As many calls as each makes: the purchase, the show, the stock, the ledger, the transaction, and to
 * erase it one more; while it is PENDING the purchase, its record, and to erase it one more.
 */
const everyCall = (of: Readonly<Record<Act, number>>) =>
  (['cancel', 'erase'] as const).flatMap((act) =>
    Array.from({ length: of[act] }, (_, call) => call).flatMap((call) =>
      (['before', 'after'] as const).map((moment) => [act, moment, call] as const),
    ),
  );

describe('a confirmed purchase gives its tickets back once', () => {
  const calls = { cancel: 5, erase: 6 };

  it.each(['cancel', 'erase'] as const)('by a %s without any fault', async (act) => {
    const { ana, location, books } = await bought();
    counter.reset();
    expect(await ana[act](location)).toMatchObject({ status: done[act] });
    const made = Object.values(counter.calls()).reduce((sum, count) => sum + count, 0);
    expect(made).toBe(calls[act]);
    expect(await books()).toEqual(givenBack);
  });

  it.each(everyCall(calls))('by a %s that fails %s its call %i, and its repeat', async (...at) => {
    const [act, moment, call] = at;
    const { ana, location, books } = await bought();
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
      expect(await books()).toEqual(givenBack);
    }
  });

  it('though the transaction’s reply is lost beneath the SDK, which sends it again', async () => {
    const { ana, location, books } = await bought();
    faults.after(TRANSACT, requestTimeout, { beneathRetries: true });
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    expect(await books()).toEqual(givenBack);
  });

  it('by a delete that takes over from an interrupted cancel, and the other way round', async () => {
    const [one, two] = [await bought(), await bought()];
    faults.after(TRANSACT, requestTimeout);
    expect(await one.ana.cancel(one.location)).toMatchObject({ status: 503 });
    expect(await one.ana.erase(one.location)).toMatchObject({ status: 204 });
    expect(await one.books()).toEqual(givenBack);

    faults.before('UpdateItemCommand', throughputExceeded);
    expect(await two.ana.erase(two.location)).toMatchObject({ status: 503 });
    expect(await two.ana.cancel(two.location)).toMatchObject({
      status: 200,
      body: { status: 'CANCELLED' },
    });
    expect(await two.ana.erase(two.location)).toMatchObject({ status: 204 });
    expect(await two.books()).toEqual(givenBack);
  });
});

describe('a pending purchase never sells anything', () => {
  const calls = { cancel: 2, erase: 3 };

  it.each(everyCall(calls))(
    'after a %s that fails %s its call %i, and its repeat',
    async (...at) => {
      const [act, moment, call] = at;
      const { ana, location, deliver, books } = await pending();
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
    },
  );

  it.each(everyCall(calls))(
    'or gives it back, when its message comes after a %s that failed %s its call %i',
    async (...at) => {
      const [act, moment, call] = at;
      const { ana, location, deliver, books } = await pending();
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
  /** Purchase, stock, show, two seats, ledger. */
  const reasons = (place: number, code: CancellationCode) => () =>
    transactionCanceled(
      Array.from({ length: 6 }, (_, action) => (action === place ? code : 'None')),
    );

  it.each([
    ['a conflict on the purchase', 0, 'TransactionConflict'],
    ['a conflict on the stock', 1, 'TransactionConflict'],
    ['a conflict on the show', 2, 'TransactionConflict'],
    ['a bucket that had sold too little', 1, 'ConditionalCheckFailed'],
    ['a ledger that has moved on', 5, 'ConditionalCheckFailed'],
  ] as const)('by %s is looked at again and gives back once', async (_, place, code) => {
    const { ana, location, books } = await bought();
    faults.before(TRANSACT, reasons(place, code), 3);
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    expect(await books()).toEqual(givenBack);
  });

  it('by conflicts without an end is 503, and nothing is given back', async () => {
    const { ana, location, books, purchase } = await bought();
    faults.before(TRANSACT, reasons(2, 'TransactionConflict'), 8);
    expect(await ana.cancel(location)).toMatchObject({ status: 503 });
    expect(await books()).toMatchObject({ sold: 2, returns: 0, heldSeats: ['1-A1', '1-A2'] });
    expect((await ana.get(location)).body).toEqual(purchase);
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
  });

  it('by a throttle is 503: it says nothing of the purchase', async () => {
    const { ana, location, books } = await bought();
    faults.before(TRANSACT, reasons(0, 'ThrottlingError'));
    expect(await ana.cancel(location)).toMatchObject({ status: 503 });
    expect(await ana.cancel(location)).toMatchObject({ status: 200 });
    expect(await books()).toEqual(givenBack);
  });

  it('because a seat is another purchase’s frees nothing of it', async () => {
    const { ana, location, showId } = await bought();
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

it('an erased purchase keeps no personal data, wherever its delete was interrupted', async () => {
  for (const moment of ['before', 'after'] as const) {
    const { ana, location } = await bought();
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
  ['is lost', 503, () => faults.after(TRANSACT, requestTimeout)],
  ['is never made', 503, () => faults.before(TRANSACT, throughputExceeded)],
  [
    'meets other transactions',
    200,
    () => faults.before(TRANSACT, () => transactionCanceled(['None', 'TransactionConflict']), 4),
  ],
])('a change whose transaction %s is %i, and 200 at its repeat', async (_, status, plan) => {
  const { ana, location, purchase } = await bought();
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
