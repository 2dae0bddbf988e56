import { setTimeout as wait } from 'node:timers/promises';
import { type ConfirmedPurchase, cancelPurchase, type ShowRecord } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import type { SdkPlugin } from '../support/capacity/sdk-plugin.ts';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { splitStockRead } from '../support/sale/watch-calls.ts';

/** Requests tickets and has the request decided. */
async function buy(sale: Sale, quantity = 1, plugins: SdkPlugin[] = []) {
  const message = makePurchaseMessage({ showId: sale.show.showId, quantity });
  expect(await sale.worker({ dynamodbPlugins: plugins })([makePurchaseSqsRecord(message)])).toEqual(
    [],
  );
  const record = await sale.recordOf(message);
  if (record === undefined) throw new Error('The purchase is not decided');
  return record;
}

const returnTickets = async (sale: Sale, purchase: ConfirmedPurchase) =>
  cancelPurchase(sale.store, purchase, (await sale.showNow()) as ShowRecord, {
    at: new Date().toISOString(),
    correlationId: 'given-back',
    random: Math.random,
    wait: (milliseconds) => wait(milliseconds),
  });

const isLatched = async (sale: Sale) => (await sale.showNow())?.soldOutAt !== undefined;

describe('the sold-out latch', () => {
  it.each([1, 3])('is set when the last ticket is sold, with %i shards', async (buckets) => {
    const sale = await openSale({ capacity: 3, buckets });
    await buy(sale);
    await buy(sale);
    expect(await isLatched(sale)).toBe(false);
    await buy(sale);
    expect(await isLatched(sale)).toBe(true);
  });

  it('is not set by a request for more tickets than are left', async () => {
    const sale = await openSale({ capacity: 3 });
    expect(await buy(sale, 4)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await isLatched(sale)).toBe(false);
  });

  it('lets the worker reject purchases without reading the stock', async () => {
    const sale = await openSale({ capacity: 1 });
    await buy(sale);
    const calls = createCallCounter();
    expect(await buy(sale, 1, [calls.plugin])).toMatchObject({ reason: 'SOLD_OUT' });
    expect(calls.calls()).toEqual({ GetItemCommand: 1, PutItemCommand: 1 });
  });

  it('is cleared by a return of tickets, which are sold again, and is then set again', async () => {
    const sale = await openSale({ capacity: 2, buckets: 2 });
    await buy(sale);
    const last = await buy(sale);
    await returnTickets(sale, last as ConfirmedPurchase);
    expect(await sale.showNow()).toMatchObject({ returns: 1 });
    expect(await isLatched(sale)).toBe(false);
    expect(await buy(sale)).toMatchObject({ status: 'CONFIRMED' });
    expect(await isLatched(sale)).toBe(true);
  });

  it('that could not be set is set by the next rejection', async () => {
    const sale = await openSale({ capacity: 1 });
    const faults = createFaultInjector();
    faults.before('TransactGetItemsCommand', throttling);
    expect(await buy(sale, 1, [faults.plugin])).toMatchObject({ status: 'CONFIRMED' });
    faults.assertAllUsed();
    expect(await isLatched(sale)).toBe(false);
    expect(await buy(sale)).toMatchObject({ reason: 'SOLD_OUT' });
    expect(await isLatched(sale)).toBe(true);
  });
});

it('a ticket that moves between two shards while the stock is read is not missed', async () => {
  const sale = await openSale({ capacity: 2, buckets: 2 });
  const sellFrom = async (bucket: 0 | 1, plugins: SdkPlugin[] = []) => {
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const worker = sale.worker({ random: () => bucket / 2, dynamodbPlugins: plugins });
    expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
    return sale.recordOf(message);
  };
  const first = (await sellFrom(0)) as ConfirmedPurchase;
  // Shard 0 is read as empty before its ticket returns. Shard 1 is read as empty after its ticket
  // is sold.
  const torn = splitStockRead(sale.store, sale.show, 1, async () => {
    await returnTickets(sale, first);
    await sellFrom(1);
  });
  expect(await sellFrom(0, [torn])).toMatchObject({ status: 'CONFIRMED' });
  expect(await sale.left()).toBe(0);
});

it('nobody is refused because of stock that was read ahead of the show', async () => {
  const sale = await openSale({ capacity: 5, buckets: 2 });
  const decide = async (quantity: number, worker: ReturnType<Sale['worker']>) => {
    const message = makePurchaseMessage({ showId: sale.show.showId, quantity });
    expect(await worker([makePurchaseSqsRecord(message)])).toEqual([]);
    return sale.recordOf(message);
  };
  // Shard 0 is read before two tickets return to it, and shard 1 after its two are sold: one ticket in all,
  // although three were left at any moment.
  const torn = splitStockRead(sale.store, sale.show, 1, async () => {
    await returnTickets(sale, first);
    await decide(2, sale.worker({ random: () => 0.5 }));
  });
  const worker = sale.worker({ random: () => 0, dynamodbPlugins: [torn] });
  // One ticket is left in shard 0, so this worker reads all shards ahead.
  const first = (await decide(2, worker)) as ConfirmedPurchase;
  expect(await decide(3, worker)).toMatchObject({ status: 'CONFIRMED' });
  expect(await sale.left()).toBe(0);
});

/**
 * Counts calls, and runs `act` before call number `at`. `reached` says whether that call was made.
 */
function interruptCall(at: number, act: () => Promise<unknown>) {
  let calls = 0;
  const plugin: SdkPlugin = {
    applyToStack(stack) {
      stack.add(
        (next) => async (args) => {
          calls += 1;
          if (calls === at) await act();
          return next(args);
        },
        { step: 'initialize' },
      );
    },
  };
  return { plugin, reached: () => calls >= at };
}

/**
 * Checks the stock and the latch of a show when no work is in progress, and the answers to buyers.
 */
async function expectSound(sale: Sale) {
  const left = await sale.left();
  if (await isLatched(sale)) expect(left).toBe(0);
  for (let ticket = 0; ticket < left; ticket += 1) {
    expect(await buy(sale)).toMatchObject({ status: 'CONFIRMED' });
  }
  expect(await sale.left()).toBe(0);
  expect(await buy(sale)).toMatchObject({ reason: 'SOLD_OUT' });
  expect(await isLatched(sale)).toBe(true);
}

type Step = (sale: Sale, earlier: ConfirmedPurchase) => Promise<unknown>;
const cancel: Step = returnTickets;
const refusal: Step = (sale) => buy(sale, 2);

/** The shards that workers begin with are random, so one round does not meet every interleaving. */
const ROUNDS = 4;

describe('the last sale, the latch and a cancellation', () => {
  const orders: [string, Step[]][] = [
    ['a cancellation', [cancel]],
    ['a rejection and its latch', [refusal]],
    ['a cancellation and then a rejection', [cancel, refusal]],
    ['a rejection and then a cancellation', [refusal, cancel]],
  ];

  it.each(orders)(
    'leave the latch correct, with %s before any call of the last sale',
    async (_, steps) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        for (let at = 1, over = false; !over; at += 1) {
          const sale = await openSale({ capacity: 3, buckets: 2 });
          const earlier = (await buy(sale)) as ConfirmedPurchase;
          await buy(sale);
          const interruption = interruptCall(at, async () => {
            for (const step of steps) await step(sale, earlier);
          });
          await buy(sale, 1, [interruption.plugin]);
          over = !interruption.reached();
          if (over) for (const step of steps) await step(sale, earlier);
          await expectSound(sale);
        }
      }
    },
  );

  it('leave it correct with the last sale, or a rejection, before any call of the cancellation', async () => {
    for (const act of [(sale: Sale) => buy(sale), (sale: Sale) => buy(sale, 2)]) {
      for (let at = 1, over = false; !over; at += 1) {
        const sale = await openSale({ capacity: 2, buckets: 2 });
        const earlier = (await buy(sale)) as ConfirmedPurchase;
        const interruption = interruptCall(at, () => act(sale));
        await returnTickets({ ...sale, store: sale.storeWith(interruption.plugin) }, earlier);
        over = !interruption.reached();
        if (over) await act(sale);
        await expectSound(sale);
      }
    }
  });
});
