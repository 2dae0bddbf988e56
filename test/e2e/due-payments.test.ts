import { createPaymentSweep } from '@willcall/payments';
import {
  openStore,
  readDueMinutes,
  recordIntent,
  releaseHolds,
  requestCancellation,
  updateDuePayments,
} from '@willcall/store';
import { expect, it } from 'vitest';
import { type AnnouncedSale, openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { localDynamo } from '../support/capacity/scratch-table.ts';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { around } from '../support/sale/around-call.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { atOnce, toHeld } from '../support/sale/paid-sale.ts';

const MINUTE_MS = 60_000;

/** A paid sale whose changes are announced, its queue of payment tasks, and its sweep. */
async function openDueSale() {
  const announced = await openAnnouncedSale({ payment: 'PROVIDER', holdSeconds: 600 });
  const { sale } = announced;
  const { environment, resources } = sale;
  const queue = openFifoQueue(resources.queues.payments);
  const store = openStore(
    { 'due-payments': resources.tables['due-payments'] },
    { client: localDynamo() },
  );
  return {
    ...announced,
    store,
    hold: async (userId: string) => {
      const { message, record } = await announced.buy({ userId, card: undefined });
      return { held: toHeld(await sale.recordOf(message)), record };
    },
    /** What the queue has been told to look at: buyers, perhaps with an intent. */
    asked: async () => {
      const tasks = (await queue.drain()).map(({ body }) => JSON.parse(body));
      return tasks.map(({ purchase, intent }) => [purchase.userId, intent].join(' ').trim()).sort();
    },
    sweepAt: async (at: number, seams = {}, remainingMs?: number) => {
      const clock = () => new Date(at);
      const run = createPaymentSweep(
        environment,
        asDeployed('payment-sweep', environment, { clock, ...seams }),
      );
      return run({}, makeLambdaContext(remainingMs));
    },
    minutes: () => readDueMinutes(store, 'due-payments', '0', '9999'),
  };
}

const changesOf = async (announced: AnnouncedSale, work: () => Promise<unknown>) =>
  (await announced.changesBy(work)).PURCHASES_TABLE;

it('a hold is due at its end and not before, once', async () => {
  const due = await openDueSale();
  const { held, record } = await due.hold('ana');
  expect(await due.stream()([record])).toEqual([]);
  const end = Date.parse(held.holdUntil);
  await due.sweepAt(end - 1_000);
  expect(await due.asked()).toEqual([]);
  expect(await due.sweepAt(end + MINUTE_MS)).toEqual({ queued: 1, isDone: true });
  expect(await due.asked()).toEqual(['ana']);
  expect(await due.sweepAt(end + 2 * MINUTE_MS)).toEqual({ queued: 0, isDone: true });
});

it('a hold that has ended is due no more, and a minute that is over is read no more', async () => {
  const due = await openDueSale();
  const { held, record } = await due.hold('ana');
  const to = { status: 'EXPIRED' } as const;
  const release = () =>
    releaseHolds(
      due.sale.store,
      due.sale.show,
      [{ purchase: held, intent: undefined, to }],
      atOnce,
    );
  const key = { userId: held.userId, recordKey: held.recordKey };
  const ended = await due.changeBy('PURCHASES_TABLE', key, release);
  expect(await due.stream()([record, ...(ended === undefined ? [] : [ended])])).toEqual([]);
  expect(await due.minutes()).toHaveLength(1);
  expect(await due.sweepAt(Date.parse(held.holdUntil) + 10 * MINUTE_MS)).toMatchObject({
    queued: 0,
  });
  expect(await due.minutes()).toEqual([]);
});

it.each(['SendMessageCommand', 'DeleteItemCommand'])(
  'what a sweep did not finish because of a failed %s, the next one does',
  async (command) => {
    const due = await openDueSale();
    const { held, record } = await due.hold('ana');
    await due.stream()([record]);
    const at = Date.parse(held.holdUntil) + MINUTE_MS;
    const faults = createFaultInjector();
    faults.before(command, requestTimeout);
    const seams = { sqsPlugins: [faults.plugin], dynamodbPlugins: [faults.plugin] };
    await expect(due.sweepAt(at, seams)).rejects.toThrow();
    faults.assertAllUsed();
    await due.sweepAt(at + MINUTE_MS);
    // SQS drops the second message of the same cause.
    expect(await due.asked()).toEqual(['ana']);
    expect(await due.sweepAt(at + 2 * MINUTE_MS)).toMatchObject({ queued: 0 });
  },
);

it('what a sweep has no time for stays due', async () => {
  const due = await openDueSale();
  const { held, record } = await due.hold('ana');
  await due.stream()([record]);
  const at = Date.parse(held.holdUntil) + 10 * MINUTE_MS;
  expect(await due.sweepAt(at, {}, 5_000)).toEqual({ queued: 0, isDone: false });
  expect(await due.sweepAt(at + MINUTE_MS)).toEqual({ queued: 1, isDone: true });
});

it('one that was armed again while its task was sent stays', async () => {
  const due = await openDueSale();
  const { held } = await due.hold('ana');
  const { userId, purchaseId, holdUntil, correlationId } = held;
  const purchase = { userId, purchaseId };
  const arm = (armedAt: string) =>
    updateDuePayments(due.store, [
      { kind: 'arm', due: { purchase, correlationId, armedAt, dueAt: holdUntil } },
    ]);
  await arm(held.decidedAt);
  const at = Date.parse(holdUntil) + MINUTE_MS;
  const armsAgain = around(
    ({ commandName }) => commandName === 'DeleteItemCommand',
    async (remove) => {
      await arm(new Date(Date.parse(held.decidedAt) + 1).toISOString());
      await remove();
    },
  );
  expect(await due.sweepAt(at, { dynamodbPlugins: [armsAgain] })).toMatchObject({ queued: 1 });
  expect(await due.sweepAt(at + MINUTE_MS)).toMatchObject({ queued: 1 });
  expect(await due.sweepAt(at + 2 * MINUTE_MS)).toMatchObject({ queued: 0 });
});

it('the provider is asked at once about a purchase that is to be cancelled', async () => {
  const due = await openDueSale();
  const { held } = await due.hold('ana');
  const payment = { intent: 'pi_1', attempt: 1 };
  const by = { at: new Date().toISOString(), correlationId: 'cancel-1' };
  const records = await changesOf(due, async () => {
    await recordIntent(due.sale.store, held, held.holdUntil, payment);
    await requestCancellation(due.sale.store, held, by);
  });
  const faults = createFaultInjector();
  faults.before('SendMessageCommand', requestTimeout);
  // A message that is not accepted holds up the stream, which goes on from there.
  expect(await due.stream({ sqsPlugins: [faults.plugin] })(records)).toHaveLength(1);
  expect(await due.stream()(records)).toEqual([]);
  expect(await due.asked()).toEqual(['ana']);
});
