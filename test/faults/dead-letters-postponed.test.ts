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

describe('a dead letter that meets a passing fault', () => {
  it.each([
    ['the show is not read', 'before', 'GetItemCommand', connectionRefused],
    ['the sale is throttled', 'before', SELL, throttling],
    ['the sale is done and its reply lost', 'after', SELL, requestTimeout],
    [
      'the sale is cancelled by a throttle',
      'before',
      SELL,
      () => transactionCanceled(['None', 'ThrottlingError']),
    ],
  ] as const)('(%s) stays, and is decided once, the next time', async (_, moment, call, error) => {
    const sale = await openSale({ capacity: 2 });
    const message = makePurchaseMessage({ showId: sale.show.showId, quantity: 2 });
    const letter = makePurchaseSqsRecord(message);
    const faults = createFaultInjector();
    faults[moment](call, error);
    const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([letter])).toEqual([letter.messageId]);
    faults.assertAllUsed();
    expect(await deadLetters([letter])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED', quantity: 2 });
    expect(await sale.left()).toBe(0);
  });

  it('keeps the rest of its group waiting, untried and for the same time; others go on', async () => {
    const sale = await openSale();
    const wish = { showId: sale.show.showId, userId: 'bea' };
    const [first, second] = [makePurchaseMessage(wish), makePurchaseMessage(wish)];
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
        QueueUrl: sale.queues['purchases-dead'].url,
        Entries: [
          { ReceiptHandle: a.receiptHandle, VisibilityTimeout: 120 },
          { ReceiptHandle: b.receiptHandle, VisibilityTimeout: 120 },
        ],
      },
    ]);
    expect(await sale.recordOf(second)).toBeUndefined();
    expect(await sale.recordOf(other)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('for want of time is left, and never given up', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const letter = makePurchaseSqsRecord(message);
    expect(await makeDeadLettersHandler(sale, {}, 5_000)([letter])).toEqual([letter.messageId]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });

  it('on the last day that SQS keeps it is parked, not forgotten', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const letter = makePurchaseSqsRecord(message);
    const faults = createFaultInjector();
    faults.before(SELL, throttling);
    const lastDay = () => new Date(Date.now() + 13.5 * 24 * 60 * 60 * 1_000);

    const deadLetters = makeDeadLettersHandler(sale, {
      dynamodbPlugins: [faults.plugin],
      clock: lastDay,
    });
    expect(await deadLetters([letter])).toEqual([]);
    const parked = await openFifoQueue(sale.queues['parked-purchases']).drain();
    expect(parked.map(({ body }) => body)).toEqual([letter.body]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });
});
