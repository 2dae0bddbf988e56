import { readShow, readShowAndStock } from '@willcall/store';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  connectionRefused,
  requestTimeout,
  throttling,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const TRANSACT = 'TransactWriteItemsCommand';
const READ_STOCK = 'BatchGetItemCommand';
/** The number of shards of a show with 240 tickets. */
const SHARDS = 3;

const faults = createFaultInjector();
const calls = watchCalls();
/** An action that runs once, just before a command is sent. */
let meanwhile: { readonly command: string; readonly act: () => Promise<unknown> } | undefined;
const office = await openBoxOffice({
  seams: {
    dynamodbPlugins: [
      calls.plugin,
      faults.plugin,
      {
        applyToStack: (stack) => {
          stack.add(
            (next, { commandName }) =>
              async (args) => {
                const planned = meanwhile;
                if (planned === undefined || planned.command !== commandName) return next(args);
                meanwhile = undefined;
                await planned.act();
                return next(args);
              },
            { step: 'initialize' },
          );
        },
      },
    ],
  },
});
beforeEach(() => {
  meanwhile = undefined;
});

const patch = (showId: string, body: object) =>
  office.send({ method: 'PATCH', path: `/v1/shows/${showId}`, token: office.adminToken, body });
const queue = openStageQueue(office.stage.resources.queues.purchases);
/** Buys, and waits until the worker has finished, so that a fault does not hit its last calls. */
const buy = async (showId: string, quantity: number) => {
  const bought = await (await office.buyer()).buy(purchaseBody({ showId, quantity }));
  await queue.untilEmpty();
  return bought;
};
const findShow = async (showId: string) => {
  const record = await readShow(office.store, showId, { consistent: true });
  if (record === undefined) throw new Error('The show does not exist');
  return record;
};
/** Checks that stock and capacity agree at one instant, and returns the capacity. */
const readExactCapacity = async (showId: string): Promise<number> => {
  const seen = await readShowAndStock(office.store, showId, SHARDS);
  if (seen === undefined) throw new Error('The show does not exist');
  let tickets = 0;
  for (const { available, sold } of seen.stock) {
    expect(available).toBeGreaterThanOrEqual(0);
    tickets += available + sold;
  }
  expect(tickets).toBe(seen.show.capacity);
  return seen.show.capacity;
};
const makePartlySoldShow = async () => {
  const show = await office.makeShow({ capacity: 240 });
  expect(await buy(show.showId, 5)).toMatchObject({ status: 'CONFIRMED' });
  return show.showId;
};

/** The calls of a change: show, stock, transaction, show, stock. */
const CALLS = [0, 1, 2, 3, 4];

describe.each([
  ['raised', 300],
  ['lowered', 20],
])('a capacity that is %s', (_, to) => {
  it.each(
    CALLS.flatMap((nth) => [
      ['before it is sent', nth] as const,
      ['after it took effect', nth] as const,
    ]),
  )(
    'and whose call fails %s (number %i) has the old or the new value, and the new one after a retry',
    async (moment, nth) => {
      const showId = await makePartlySoldShow();
      if (moment === 'before it is sent') faults.before(() => true, throttling, { skip: nth });
      else faults.after(() => true, requestTimeout, { skip: nth });
      expect(await patch(showId, { capacity: to })).toMatchObject({ status: 503 });
      faults.assertAllUsed();
      const isChanged = nth > 2 || (nth === 2 && moment !== 'before it is sent');
      expect(await readExactCapacity(showId)).toBe(isChanged ? to : 240);

      expect(await patch(showId, { capacity: to })).toMatchObject({
        status: 200,
        body: { capacity: to, available: to - 5 },
      });
      expect(await readExactCapacity(showId)).toBe(to);
      expect(await findShow(showId)).toMatchObject({ returns: to > 240 ? 1 : 0 });
      expect(await office.audit(showId)).toMatchObject({ holds: true, sold: 5 });
    },
  );

  it('changes once when the SDK itself retries a lost reply', async () => {
    const showId = await makePartlySoldShow();
    faults.after(TRANSACT, requestTimeout, { beneathRetries: true });
    expect(await patch(showId, { capacity: to })).toMatchObject({ status: 200 });
    faults.assertAllUsed();
    expect(await readExactCapacity(showId)).toBe(to);
    expect(await findShow(showId)).toMatchObject({ returns: to > 240 ? 1 : 0 });
  });

  it('is retried after a conflict with a sale', async () => {
    const showId = await makePartlySoldShow();
    planConflicts(2);
    expect(await patch(showId, { capacity: to })).toMatchObject({ status: 200 });
    faults.assertAllUsed();
    expect(await readExactCapacity(showId)).toBe(to);
  });

  it('stays unchanged under endless conflicts', async () => {
    const showId = await makePartlySoldShow();
    planConflicts(16);
    expect(await patch(showId, { capacity: to })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1' },
      body: { code: 'STORE_UNAVAILABLE' },
    });
    faults.assertAllUsed();
    expect(await readExactCapacity(showId)).toBe(240);
  });

  it('is planned again when tickets are sold meanwhile', async () => {
    const showId = await makePartlySoldShow();
    meanwhile = { command: TRANSACT, act: () => buy(showId, 8) };
    const { status } = await patch(showId, { capacity: to });
    expect(status).toBe(200);
    expect(await readExactCapacity(showId)).toBe(to);
    expect(await office.audit(showId)).toMatchObject({ holds: true, sold: 13 });
  });
});

describe('a raised capacity', () => {
  it('goes to fewer shards after each conflict', async () => {
    const showId = await makePartlySoldShow();
    const { length: before } = calls.inputsOf(TRANSACT);
    planConflicts(2);
    await patch(showId, { capacity: 2_400 });
    const written = calls.inputsOf(TRANSACT).slice(before).map(countShards);
    expect(written).toEqual([3, 1, 1]);
    expect(await readExactCapacity(showId)).toBe(2_400);
  });
});

describe('CAPACITY_BELOW_SOLD', () => {
  it('is not answered when tickets came back while the stock was read', async () => {
    const { showId } = await office.makeShow({ capacity: 10 });
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId, quantity: 8 }));
    await ana.decided(location);
    // The stock is read first, and shows too little.
    const cancelled = async () => {
      meanwhile = undefined;
      const { status } = await office.send({
        method: 'POST',
        path: `${location}/cancel`,
        token: ana.token,
      });
      expect(status).toBe(200);
    };
    const reads = { left: 2 };
    const afterTheRead = async (): Promise<void> => {
      reads.left -= 1;
      if (reads.left > 0) meanwhile = { command: 'GetItemCommand', act: afterTheRead };
      else await cancelled();
    };
    meanwhile = { command: 'GetItemCommand', act: afterTheRead };
    expect(await patch(showId, { capacity: 2 })).toMatchObject({
      status: 200,
      body: { capacity: 2, available: 2 },
    });
    expect(reads.left).toBe(0);
    expect(await office.audit(showId)).toMatchObject({ holds: true });
  });

  it('is answered when no tickets came back', async () => {
    const { showId } = await office.makeShow({ capacity: 10 });
    await buy(showId, 3);
    meanwhile = { command: READ_STOCK, act: () => buy(showId, 5) };
    expect(await patch(showId, { capacity: 7 })).toMatchObject({
      status: 409,
      body: { code: 'CAPACITY_BELOW_SOLD' },
    });
  });
});

/** A failed run prints its seed. `FAULTS_SEED=… npx vitest run test/faults/capacity` replays it. */
const { FAULTS_SEED, FAULTS_RUNS = '10' } = process.env;

it('after any fault, the capacity is the old or the requested one, with exact stock', async () => {
  const step = fc.record({
    capacity: fc.integer({ min: 1, max: 600 }),
    buys: fc.integer({ min: 0, max: 8 }),
    moment: fc.constantFrom('before' as const, 'after' as const, 'never' as const),
    nth: fc.nat(4),
    error: fc.constantFrom(throttling, requestTimeout, connectionRefused),
  });
  const property = fc.asyncProperty(
    fc.array(step, { minLength: 1, maxLength: 6 }),
    async (steps) => {
      const { showId } = await office.makeShow({ capacity: 240 });
      let [capacity, sold] = [240, 0];
      for (const { capacity: requested, buys, moment, nth, error } of steps) {
        if (buys > 0 && (await buy(showId, buys)).status === 'CONFIRMED') sold += buys;
        // A change that writes nothing makes fewer calls, and an unused fault would hit a later step.
        const isWritten = requested !== capacity && requested >= sold;
        if (isWritten && moment !== 'never') faults[moment](() => true, error, { skip: nth });
        const { status } = await patch(showId, { capacity: requested });
        faults.assertAllUsed();
        const now = await readExactCapacity(showId);
        expect([capacity, requested]).toContain(now);
        expect(status === 409).toBe(requested < sold);
        if (status === 200) expect(now).toBe(requested);
        capacity = now;
      }
      expect(await office.audit(showId)).toMatchObject({ holds: true, sold, capacity });
    },
  );
  await fc.assert(property, {
    numRuns: Number(FAULTS_RUNS),
    ...(FAULTS_SEED === undefined ? {} : { seed: Number(FAULTS_SEED) }),
    interruptAfterTimeLimit: 50_000,
  });
});

/** Injects conflicts, because DynamoDB Local never raises TransactionConflict. */
function planConflicts(times: number): void {
  let actions = 0;
  faults.before(
    ({ commandName, input }) => {
      if (commandName !== TRANSACT) return false;
      actions = (input as { TransactItems: unknown[] }).TransactItems.length;
      return true;
    },
    () =>
      transactionCanceled(
        Array.from({ length: actions }, (_, index) =>
          index === 1 ? 'TransactionConflict' : 'None',
        ),
      ),
    times,
  );
}

/** The stock shards in a transaction. The entry in the journal has no `Key`. */
const countShards = (input: unknown): number =>
  JSON.stringify(input).match(/"Key":\{"bucketKey"/g)?.length ?? 0;
