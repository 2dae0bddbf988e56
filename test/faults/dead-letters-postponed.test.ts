import { describe, expect, it } from 'vitest';
import {
  connectionRefused,
  requestTimeout,
  throttling,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { makeDeadLettersHandler, openFifoQueue, POSTPONE, SELL } from '../support/fifo-queue.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

describe('a dead letter with a transient error', () => {
  it.each([
    ['the show cannot be read', 'before', 'GetItemCommand', connectionRefused],
    ['the sale is throttled', 'before', SELL, throttling],
    ['the reply to the sale is lost', 'after', SELL, requestTimeout],
    [
      'the sale is cancelled by a throttle',
      'before',
      SELL,
      () => transactionCanceled(['None', 'ThrottlingError', 'None']),
    ],
  ] as const)(
    '(%s) stays in the queue, and is decided once the next time',
    async (_, moment, call, error) => {
      const sale = await openSale({ capacity: 2 });
      const message = makePurchaseMessage({ showId: sale.show.showId, quantity: 2 });
      const deadLetter = makePurchaseSqsRecord(message);
      const faults = createFaultInjector();
      faults[moment](call, error);
      const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });

      expect(await deadLetters([deadLetter])).toEqual([deadLetter.messageId]);
      faults.assertAllUsed();
      expect(await deadLetters([deadLetter])).toEqual([]);
      expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED', quantity: 2 });
      expect(await sale.left()).toBe(0);
    },
  );

  it('postpones the rest of its group, untried, by the same delay, while other groups continue', async () => {
    const sale = await openSale();
    const request = { showId: sale.show.showId, userId: 'bea' };
    const [first, second] = [makePurchaseMessage(request), makePurchaseMessage(request)];
    const other = makePurchaseMessage({ showId: sale.show.showId });
    const [a, b] = [
      makePurchaseSqsRecord(first, { receiveCount: 8 }),
      makePurchaseSqsRecord(second, { receiveCount: 6 }),
    ];
    const faults = createFaultInjector();
    const calls = watchCalls();
    faults.before(SELL, throttling);

    const deadLetters = makeDeadLettersHandler(sale, {
      dynamodbPlugins: [faults.plugin],
      sqsPlugins: [calls.plugin],
    });
    expect(await deadLetters([a, b, makePurchaseSqsRecord(other)])).toEqual([
      a.messageId,
      b.messageId,
    ]);
    expect(calls.inputsOf(POSTPONE)).toMatchObject([
      {
        QueueUrl: sale.resources.queues['purchases-dead'].url,
        Entries: [
          { ReceiptHandle: a.receiptHandle, VisibilityTimeout: 120 },
          { ReceiptHandle: b.receiptHandle, VisibilityTimeout: 120 },
        ],
      },
    ]);
    expect(await sale.recordOf(second)).toBeUndefined();
    expect(await sale.recordOf(other)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('stays in the queue if the invocation runs out of time', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const deadLetter = makePurchaseSqsRecord(message);
    expect(await makeDeadLettersHandler(sale, {}, 5_000)([deadLetter])).toEqual([
      deadLetter.messageId,
    ]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });

  it('is parked on the last day before SQS would delete it', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const deadLetter = makePurchaseSqsRecord(message);
    const faults = createFaultInjector();
    faults.before(SELL, throttling);
    const lastDay = () => new Date(Date.now() + 13.5 * 24 * 60 * 60 * 1_000);

    const deadLetters = makeDeadLettersHandler(sale, {
      dynamodbPlugins: [faults.plugin],
      clock: lastDay,
    });
    expect(await deadLetters([deadLetter])).toEqual([]);
    const parked = await openFifoQueue(sale.resources.queues['parked-purchases']).drain();
    expect(parked.map(({ body }) => body)).toEqual([deadLetter.body]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });
});
