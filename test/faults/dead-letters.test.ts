import { messageGroupId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { deadLettersOf } from '../support/dead-letters/dead-letters-of.ts';
import { fifoQueue } from '../support/dead-letters/fifo-queue.ts';
import {
  connectionRefused,
  requestTimeout,
  throttling,
  transactionCanceled,
} from '../support/faults/errors/index.ts';
import { faultInjector } from '../support/faults/fault-injector.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { purchaseMessage } from '../support/sale/purchase-message.ts';
import { purchaseRecordOf, type RecordWish, sqsRecord } from '../support/sale/sqs-record.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const POSTPONE = 'ChangeMessageVisibilityBatchCommand';
const SELL = 'TransactWriteItemsCommand';
const RECORD = 'PutItemCommand';
const SEND = 'SendMessageCommand';

type Message = ReturnType<typeof purchaseMessage>;

/** A message of ours with fields that cannot be read. */
const broken = (message: Message, change: object, wish?: RecordWish): SQSRecord =>
  sqsRecord(
    JSON.stringify({ ...message, ...change }),
    messageGroupId(message.userId, message.showId),
    wish,
  );

describe('a dead letter that can be decided after all', () => {
  it('is decided by the worker’s rules, and is done', async () => {
    const sale = await openSale({ capacity: 3 });
    const { showId } = sale.show;
    const messages = [2, 2, 1].map((quantity) => purchaseMessage({ showId, quantity }));

    expect(await deadLettersOf(sale)(messages.map((m) => purchaseRecordOf(m)))).toEqual([]);
    const records = await Promise.all(messages.map((message) => sale.recordOf(message)));
    expect(records.map((record) => record?.reason ?? record?.status)).toEqual([
      'CONFIRMED',
      'SOLD_OUT',
      'CONFIRMED',
    ]);
    expect(await sale.left()).toBe(0);
  });

  it('is alone in its transaction: a neighbour whose sale fails takes nobody along', async () => {
    const sale = await openSale();
    const { showId } = sale.show;
    const [first, second, third] = [1, 2, 3].map(() => purchaseMessage({ showId }));
    if (!first || !second || !third) throw new Error('three messages');
    const faults = faultInjector();
    faults.before(
      ({ commandName, input }) =>
        commandName === SELL && JSON.stringify(input).includes(second.purchaseId),
      throttling,
    );
    const records = [first, second, third].map((message) => purchaseRecordOf(message));

    const stays = await deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] })(records);
    expect(stays).toEqual([records[1]?.messageId]);
    for (const message of [first, third]) {
      expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
    }
    expect(await sale.recordOf(second)).toBeUndefined();
  });

  it('and was decided before keeps that decision', async () => {
    const sale = await openSale({ capacity: 1 });
    const message = purchaseMessage({ showId: sale.show.showId });
    await sale.worker()([purchaseRecordOf(message)]);
    const decided = await sale.recordOf(message);

    expect(await deadLettersOf(sale)([purchaseRecordOf(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toEqual(decided);
    expect(await sale.left()).toBe(0);
  });
});

describe('a dead letter that fails for good', () => {
  it.each<[string, object, Partial<PurchaseRecord>]>([
    ['nine tickets', { quantity: 9 }, {}],
    ['a quantity in words', { quantity: 'two' }, {}],
    ['no holder', { holder: undefined }, { quantity: 1 }],
    ['a holder without an address', { holder: { name: 'Ana' } }, { quantity: 1 }],
    ['no show', { showId: undefined }, { quantity: 1 }],
    ['a card number', { card: { number: '4242424242424242' } }, { quantity: 1 }],
    ['a request at no time', { requestedAt: 'yesterday' }, { quantity: 1 }],
    ['nothing but ids', { quantity: 0, holder: 1, card: 2, showId: {}, correlationId: [] }, {}],
  ])('(%s) is recorded FAILED with what is known of it', async (_, change, known) => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    const letter = broken(message, change);

    expect(await deadLettersOf(sale)([letter])).toEqual([]);
    const record = await sale.recordOf(message);
    expect(record).toMatchObject({ status: 'FAILED', purchaseId: message.purchaseId, ...known });
    expect(JSON.stringify(record)).not.toContain('4242424242424242');
    expect(await fifoQueue(sale.queues['parked-purchases']).count()).toBe(0);
    expect(await sale.left()).toBe(10);
  });

  it('holds up nobody: the message behind it in its group is decided in the same batch', async () => {
    const sale = await openSale();
    const wish = { showId: sale.show.showId, userId: 'bea' };
    const [poison, next] = [purchaseMessage(wish), purchaseMessage(wish)];

    const letters = [broken(poison, { quantity: 9 }), purchaseRecordOf(next)];
    expect(await deadLettersOf(sale)(letters)).toEqual([]);
    expect(await sale.recordOf(poison)).toMatchObject({ status: 'FAILED' });
    expect(await sale.recordOf(next)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('is final for its key: the same purchase, mended, is not sold any more', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    await deadLettersOf(sale)([broken(message, { quantity: 9 })]);

    expect(await sale.worker()([purchaseRecordOf(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
    expect(await sale.left()).toBe(10);
  });

  it('never becomes FAILED over a decision', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    await sale.worker()([purchaseRecordOf(message)]);

    expect(await deadLettersOf(sale)([broken(message, { quantity: 9 })])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('because DynamoDB will never take its decision, is recorded FAILED', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    const faults = faultInjector();
    faults.before(SELL, () => transactionCanceled(['None', 'ValidationError']));

    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] });
    expect(await deadLetters([purchaseRecordOf(message)])).toEqual([]);
    faults.assertAllUsed();
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
    expect(await sale.left()).toBe(10);
  });

  it('stays when its record cannot be written now, and is recorded the next time', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    const letter = broken(message, { quantity: 9 });
    const faults = faultInjector();
    faults.before(RECORD, throttling);
    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([letter])).toEqual([letter.messageId]);
    expect(await deadLetters([letter])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
  });

  it('whose record was written and its reply lost is found FAILED, unchanged', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    const letter = broken(message, { quantity: 9 });
    const faults = faultInjector();
    faults.after(RECORD, requestTimeout);
    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([letter])).toEqual([letter.messageId]);
    const failed = await sale.recordOf(message);
    expect(failed).toMatchObject({ status: 'FAILED' });
    expect(await deadLetters([letter])).toEqual([]);
    expect(await sale.recordOf(message)).toEqual(failed);
  });

  it('is parked when DynamoDB will never take even that record', async () => {
    const sale = await openSale();
    const letter = broken(purchaseMessage({ showId: sale.show.showId }), { quantity: 9 });
    const faults = faultInjector();
    faults.before(RECORD, Object.assign(new Error('refused'), { name: 'ValidationException' }));

    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] });
    expect(await deadLetters([letter])).toEqual([]);
    const parked = await fifoQueue(sale.queues['parked-purchases']).drain();
    expect(parked.map(({ body }) => body)).toEqual([letter.body]);
  });
});

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
    const message = purchaseMessage({ showId: sale.show.showId, quantity: 2 });
    const letter = purchaseRecordOf(message);
    const faults = faultInjector();
    faults[moment](call, error);
    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([letter])).toEqual([letter.messageId]);
    faults.assertAllUsed();
    expect(await deadLetters([letter])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED', quantity: 2 });
    expect(await sale.left()).toBe(0);
  });

  it('keeps the rest of its group waiting, untried and for the same time; others go on', async () => {
    const sale = await openSale();
    const wish = { showId: sale.show.showId, userId: 'bea' };
    const [first, second] = [purchaseMessage(wish), purchaseMessage(wish)];
    const other = purchaseMessage({ showId: sale.show.showId });
    const [a, b] = [
      purchaseRecordOf(first, { receiveCount: 8 }),
      purchaseRecordOf(second, { receiveCount: 6 }),
    ];
    const faults = faultInjector();
    const calls = watchCalls();
    faults.before(SELL, throttling);

    const deadLetters = deadLettersOf(sale, {
      dynamodbPlugins: [faults.plugin],
      sqsPlugins: [calls.plugin],
    });
    expect(await deadLetters([a, b, purchaseRecordOf(other)])).toEqual([a.messageId, b.messageId]);
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
    const message = purchaseMessage({ showId: sale.show.showId });
    const letter = purchaseRecordOf(message);
    expect(await deadLettersOf(sale, {}, 5_000)([letter])).toEqual([letter.messageId]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });

  it('on the last day that SQS keeps it is parked, not forgotten', async () => {
    const sale = await openSale();
    const message = purchaseMessage({ showId: sale.show.showId });
    const letter = purchaseRecordOf(message);
    const faults = faultInjector();
    faults.before(SELL, throttling);
    const lastDay = () => new Date(Date.now() + 13.5 * 24 * 60 * 60 * 1_000);

    const deadLetters = deadLettersOf(sale, { dynamodbPlugins: [faults.plugin], clock: lastDay });
    expect(await deadLetters([letter])).toEqual([]);
    const parked = await fifoQueue(sale.queues['parked-purchases']).drain();
    expect(parked.map(({ body }) => body)).toEqual([letter.body]);
    expect(await sale.recordOf(message)).toBeUndefined();
  });
});

describe('a dead letter of which nobody can tell whose it is', () => {
  const ours = purchaseMessage({ showId: 'any' });
  const poisons = {
    'is not JSON': '{"version":1,',
    'is JSON of something else': '["purchase"]',
    'has spaces, signs and other alphabets in it': ' \t{"ä":"漢字", "n" : 1.0}\r\n',
    'has no user': JSON.stringify({ ...ours, userId: undefined }),
    'has no purchase id': JSON.stringify({ ...ours, purchaseId: 'mine' }),
    'is of a version that only another release reads': JSON.stringify({ ...ours, version: 2 }),
  };

  it.each(Object.entries(poisons))(
    '(it %s) is parked byte for byte, in its group',
    async (_, body) => {
      const sale = await openSale();
      const good = purchaseMessage({ showId: sale.show.showId });
      const poison: SQSRecord = {
        ...sqsRecord(body, 'a group'),
        messageAttributes: {
          from: { stringValue: 'elsewhere', dataType: 'String' },
          bytes: { binaryValue: 'AAEC', dataType: 'Binary' },
        },
      };

      expect(await deadLettersOf(sale)([poison, purchaseRecordOf(good)])).toEqual([]);
      const [parked, ...more] = await fifoQueue(sale.queues['parked-purchases']).drain();
      expect(more).toEqual([]);
      expect(parked).toMatchObject({
        body,
        group: 'a group',
        attributes: { from: { StringValue: 'elsewhere' }, bytes: { DataType: 'Binary' } },
      });
      expect([...(parked?.attributes?.bytes?.BinaryValue ?? [])]).toEqual([0, 1, 2]);
      expect(await sale.recordOf(good)).toMatchObject({ status: 'CONFIRMED' });
    },
  );

  it('stays when it cannot be parked, and what is behind it waits', async () => {
    const sale = await openSale();
    const poison = sqsRecord('poison', 'a group');
    const behind = purchaseMessage({ showId: sale.show.showId });
    const second = sqsRecord(JSON.stringify(behind), 'a group');
    const faults = faultInjector();
    faults.before(SEND, connectionRefused);

    const deadLetters = deadLettersOf(sale, { sqsPlugins: [faults.plugin] });
    expect(await deadLetters([poison, second])).toEqual([poison.messageId, second.messageId]);
    expect(await sale.recordOf(behind)).toBeUndefined();
    expect(await deadLetters([poison, second])).toEqual([]);
    expect(await sale.recordOf(behind)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('and is delivered again after it was parked is parked once', async () => {
    const sale = await openSale();
    const poison = sqsRecord('poison', 'a group');
    const faults = faultInjector();
    faults.after(SEND, requestTimeout);

    const deadLetters = deadLettersOf(sale, { sqsPlugins: [faults.plugin] });
    expect(await deadLetters([poison])).toEqual([poison.messageId]);
    expect(await deadLetters([poison])).toEqual([]);
    expect(await fifoQueue(sale.queues['parked-purchases']).drain()).toHaveLength(1);
  });
});
