import { describe, expect, it } from 'vitest';
import { connectionRefused, requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { openSale } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  makeSqsRecord,
} from '../support/sale/purchase-message.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const POSTPONE = 'ChangeMessageVisibilityBatchCommand';

describe('failed messages', () => {
  it('of one group become visible together, with a delay that doubles at each receive', async () => {
    const sale = await openSale({ env: { REDELIVERY_BASE_SECONDS: '2' } });
    const request = { showId: sale.show.showId, userId: 'bea' };
    for (const [receiveCount, delay] of [
      [1, 2],
      [2, 4],
      [4, 16],
      [20, 300],
    ] as const) {
      const first = makeSqsRecord('poison', 'a-group', { receiveCount });
      const second = makeSqsRecord('poison', 'a-group', { receiveCount: 1 });
      const good = makePurchaseSqsRecord(makePurchaseMessage(request));
      const calls = watchCalls();

      const failed = await sale.worker({ sqsPlugins: [calls.plugin] })([first, good, second]);
      expect(failed).toEqual([first.messageId, second.messageId]);
      expect(calls.inputsOf(POSTPONE)).toMatchObject([
        {
          Entries: [
            { ReceiptHandle: first.receiptHandle, VisibilityTimeout: delay },
            { ReceiptHandle: second.receiptHandle, VisibilityTimeout: delay },
          ],
        },
      ]);
    }
  });

  it('of different groups have separate delays', async () => {
    const sale = await openSale({ env: { REDELIVERY_BASE_SECONDS: '3' } });
    const young = makeSqsRecord('poison', 'young', { receiveCount: 1 });
    const old = makeSqsRecord('poison', 'old', { receiveCount: 3 });
    const calls = watchCalls();

    await sale.worker({ sqsPlugins: [calls.plugin] })([young, old]);
    expect(calls.inputsOf(POSTPONE)).toMatchObject([
      { Entries: [{ VisibilityTimeout: 3 }, { VisibilityTimeout: 12 }] },
    ]);
  });

  it('are reported as failed even if SQS rejects their delay', async () => {
    const sale = await openSale();
    const poison = makeSqsRecord('poison', 'a-group');
    const good = makePurchaseMessage({ showId: sale.show.showId });
    const faults = createFaultInjector();
    faults.before(POSTPONE, connectionRefused);

    const worker = sale.worker({ sqsPlugins: [faults.plugin] });
    expect(await worker([poison, makePurchaseSqsRecord(good)])).toEqual([poison.messageId]);
    faults.assertAllUsed();
    expect(await sale.recordOf(good)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('cause no call if there are none', async () => {
    const sale = await openSale();
    const calls = watchCalls();
    const good = makePurchaseSqsRecord(makePurchaseMessage({ showId: sale.show.showId }));
    await sale.worker({ sqsPlugins: [calls.plugin] })([good]);
    expect(calls.inputsOf(POSTPONE)).toEqual([]);
  });
});

it('after a failed message, the rest of its group fails too, decided or not, while other groups continue', async () => {
  const sale = await openSale();
  const { showId } = sale.show;
  const other = await sale.addShow();
  const mine = [1, 2].map((quantity) => makePurchaseMessage({ showId, userId: 'bea', quantity }));
  const theirs = makePurchaseMessage({ showId: other.showId });
  const [first, second] = mine.map((message) => makePurchaseSqsRecord(message));
  if (!first || !second) throw new Error('Expected two records');
  const faults = createFaultInjector();
  faults.before(
    ({ commandName, input }) =>
      commandName === 'TransactWriteItemsCommand' && JSON.stringify(input).includes(showId),
    throttling,
  );

  const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
  expect(await worker([first, makePurchaseSqsRecord(theirs), second])).toEqual([
    first.messageId,
    second.messageId,
  ]);
  expect(await sale.recordOf(theirs)).toMatchObject({ status: 'CONFIRMED' });
  expect(await worker([first, second])).toEqual([]);
  expect(await sale.left()).toBe(7);
});

it('an invocation without time left decides nothing and returns all of its messages', async () => {
  const sale = await openSale();
  const message = makePurchaseMessage({ showId: sale.show.showId });
  const record = makePurchaseSqsRecord(message);
  expect(await sale.worker({}, 4_000)([record])).toEqual([record.messageId]);
  expect(await sale.recordOf(message)).toBeUndefined();
});

it('a worker that dies after its transaction causes no second sale', async () => {
  const sale = await openSale({ capacity: 2 });
  const messages = [1, 2].map(() => makePurchaseMessage({ showId: sale.show.showId }));
  const records = messages.map((message) => makePurchaseSqsRecord(message));
  const faults = createFaultInjector();
  faults.after('TransactWriteItemsCommand', requestTimeout);
  await sale.worker({ dynamodbPlugins: [faults.plugin] })(records);

  const late = makePurchaseMessage({ showId: sale.show.showId });
  expect(await sale.worker()([makePurchaseSqsRecord(late), ...records])).toEqual([]);
  expect(await sale.recordOf(late)).toMatchObject({ reason: 'SOLD_OUT' });
  expect(await sale.left()).toBe(0);
});

it('a message that was decided behind a failed one of its group is delivered again and then deleted', async () => {
  const sale = await openSale();
  const other = await sale.addShow();
  const failing = makePurchaseMessage({ showId: sale.show.showId });
  const decided = makePurchaseMessage({ showId: other.showId });
  const [first, second] = [failing, decided].map((message) =>
    makeSqsRecord(JSON.stringify(message), 'one group'),
  );
  if (!first || !second) throw new Error('Expected two records');
  const faults = createFaultInjector();
  faults.before(
    ({ commandName, input }) =>
      commandName === 'TransactWriteItemsCommand' &&
      JSON.stringify(input).includes(sale.show.showId),
    throttling,
  );

  const worker = sale.worker({ dynamodbPlugins: [faults.plugin] });
  expect(await worker([first, second])).toEqual([first.messageId, second.messageId]);
  const before = await sale.recordOf(decided);
  expect(before).toMatchObject({ status: 'CONFIRMED' });
  expect(await worker([first, second])).toEqual([]);
  expect(await sale.recordOf(decided)).toEqual(before);
});
