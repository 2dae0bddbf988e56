import { messageGroupId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { requestTimeout, throttling, transactionCanceled } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { makeDeadLettersHandler, openFifoQueue, RECORD, SELL } from '../support/fifo-queue.ts';
import { openSale } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  makeSqsRecord,
  type RecordOverrides,
} from '../support/sale/purchase-message.ts';

type Message = ReturnType<typeof makePurchaseMessage>;

/** Makes one of our messages with unreadable fields. */
const broken = (message: Message, change: object, overrides?: RecordOverrides): SQSRecord =>
  makeSqsRecord(
    JSON.stringify({ ...message, ...change }),
    messageGroupId(message.userId, message.showId),
    overrides,
  );

describe('a dead letter with a permanent error', () => {
  it.each<[string, object, Partial<PurchaseRecord>]>([
    ['nine tickets', { quantity: 9 }, {}],
    ['a quantity in words', { quantity: 'two' }, {}],
    ['no holder', { holder: undefined }, { quantity: 1 }],
    ['a holder without an address', { holder: { name: 'Ana' } }, { quantity: 1 }],
    ['no show', { showId: undefined }, { quantity: 1 }],
    ['a card number', { card: { number: '4242424242424242' } }, { quantity: 1 }],
    ['an invalid request time', { requestedAt: 'yesterday' }, { quantity: 1 }],
    ['only its ids', { quantity: 0, holder: 1, card: 2, showId: {}, correlationId: [] }, {}],
  ])('(%s) is recorded FAILED with its readable fields', async (_, change, known) => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const deadLetter = broken(message, change);

    expect(await makeDeadLettersHandler(sale)([deadLetter])).toEqual([]);
    const record = await sale.recordOf(message);
    expect(record).toMatchObject({ status: 'FAILED', purchaseId: message.purchaseId, ...known });
    expect(JSON.stringify(record)).not.toContain('4242424242424242');
    expect(await openFifoQueue(sale.resources.queues['parked-purchases']).count()).toBe(0);
    expect(await sale.left()).toBe(10);
  });

  it('does not block its group: the next message is decided in the same batch', async () => {
    const sale = await openSale();
    const request = { showId: sale.show.showId, userId: 'bea' };
    const [poison, next] = [makePurchaseMessage(request), makePurchaseMessage(request)];

    const records = [broken(poison, { quantity: 9 }), makePurchaseSqsRecord(next)];
    expect(await makeDeadLettersHandler(sale)(records)).toEqual([]);
    expect(await sale.recordOf(poison)).toMatchObject({ status: 'FAILED' });
    expect(await sale.recordOf(next)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('is final for its key: the same purchase, repaired, is not sold', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    await makeDeadLettersHandler(sale)([broken(message, { quantity: 9 })]);

    expect(await sale.worker()([makePurchaseSqsRecord(message)])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
    expect(await sale.left()).toBe(10);
  });

  it('never replaces a decision with FAILED', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    await sale.worker()([makePurchaseSqsRecord(message)]);

    expect(await makeDeadLettersHandler(sale)([broken(message, { quantity: 9 })])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('is recorded FAILED if DynamoDB rejects its decision as invalid', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const faults = createFaultInjector();
    faults.before(SELL, () => transactionCanceled(['None', 'ValidationError', 'None']));

    const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });
    expect(await deadLetters([makePurchaseSqsRecord(message)])).toEqual([]);
    faults.assertAllUsed();
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
    expect(await sale.left()).toBe(10);
  });

  it('stays in the queue if its record cannot be written, and is recorded the next time', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const deadLetter = broken(message, { quantity: 9 });
    const faults = createFaultInjector();
    faults.before(RECORD, throttling);
    const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([deadLetter])).toEqual([deadLetter.messageId]);
    expect(await deadLetters([deadLetter])).toEqual([]);
    expect(await sale.recordOf(message)).toMatchObject({ status: 'FAILED' });
  });

  it('keeps its FAILED record unchanged if the reply to the write was lost', async () => {
    const sale = await openSale();
    const message = makePurchaseMessage({ showId: sale.show.showId });
    const deadLetter = broken(message, { quantity: 9 });
    const faults = createFaultInjector();
    faults.after(RECORD, requestTimeout);
    const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });

    expect(await deadLetters([deadLetter])).toEqual([deadLetter.messageId]);
    const failed = await sale.recordOf(message);
    expect(failed).toMatchObject({ status: 'FAILED' });
    expect(await deadLetters([deadLetter])).toEqual([]);
    expect(await sale.recordOf(message)).toEqual(failed);
  });

  it('is parked if DynamoDB rejects even the FAILED record as invalid', async () => {
    const sale = await openSale();
    const deadLetter = broken(makePurchaseMessage({ showId: sale.show.showId }), { quantity: 9 });
    const faults = createFaultInjector();
    faults.before(RECORD, Object.assign(new Error('refused'), { name: 'ValidationException' }));

    const deadLetters = makeDeadLettersHandler(sale, { dynamodbPlugins: [faults.plugin] });
    expect(await deadLetters([deadLetter])).toEqual([]);
    const parked = await openFifoQueue(sale.resources.queues['parked-purchases']).drain();
    expect(parked.map(({ body }) => body)).toEqual([deadLetter.body]);
  });
});
