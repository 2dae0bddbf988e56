import type { SQSRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { connectionRefused, requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { makeDeadLettersHandler, openFifoQueue, SEND } from '../support/fifo-queue.ts';
import { openSale } from '../support/sale/open-sale.ts';
import {
  makePurchaseMessage,
  makePurchaseSqsRecord,
  makeSqsRecord,
} from '../support/sale/purchase-message.ts';

describe('a dead letter without a known buyer', () => {
  const ours = makePurchaseMessage({ showId: 'any' });
  const poisons = {
    'is not JSON': '{"version":1,',
    'is JSON of another shape': '["purchase"]',
    'contains spaces, punctuation and non-Latin letters': ' \t{"ä":"漢字", "n" : 1.0}\r\n',
    'has no user': JSON.stringify({ ...ours, userId: undefined }),
    'has no purchase id': JSON.stringify({ ...ours, purchaseId: 'mine' }),
    'has a version of another release': JSON.stringify({ ...ours, version: 2 }),
  };

  it.each(Object.entries(poisons))(
    '(it %s) is parked byte for byte in its group',
    async (_, body) => {
      const sale = await openSale();
      const good = makePurchaseMessage({ showId: sale.show.showId });
      const poison: SQSRecord = {
        ...makeSqsRecord(body, 'a-group'),
        messageAttributes: {
          from: { stringValue: 'elsewhere', dataType: 'String' },
          bytes: { binaryValue: 'AAEC', dataType: 'Binary' },
        },
      };

      expect(await makeDeadLettersHandler(sale)([poison, makePurchaseSqsRecord(good)])).toEqual([]);
      const [parked, ...more] = await openFifoQueue(
        sale.resources.queues['parked-purchases'],
      ).drain();
      expect(more).toEqual([]);
      expect(parked).toMatchObject({
        body,
        group: 'a-group',
        attributes: { from: { StringValue: 'elsewhere' }, bytes: { DataType: 'Binary' } },
      });
      expect([...(parked?.attributes?.bytes?.BinaryValue ?? [])]).toEqual([0, 1, 2]);
      expect(await sale.recordOf(good)).toMatchObject({ status: 'CONFIRMED' });
    },
  );

  it('stays in the queue if it cannot be parked, and the messages behind it wait', async () => {
    const sale = await openSale();
    const poison = makeSqsRecord('poison', 'a-group');
    const behind = makePurchaseMessage({ showId: sale.show.showId });
    const second = makeSqsRecord(JSON.stringify(behind), 'a-group');
    const faults = createFaultInjector();
    faults.before(SEND, connectionRefused);

    const deadLetters = makeDeadLettersHandler(sale, { sqsPlugins: [faults.plugin] });
    expect(await deadLetters([poison, second])).toEqual([poison.messageId, second.messageId]);
    expect(await sale.recordOf(behind)).toBeUndefined();
    expect(await deadLetters([poison, second])).toEqual([]);
    expect(await sale.recordOf(behind)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('is parked once, even if it is delivered again', async () => {
    const sale = await openSale();
    const poison = makeSqsRecord('poison', 'a-group');
    const faults = createFaultInjector();
    faults.after(SEND, requestTimeout);

    const deadLetters = makeDeadLettersHandler(sale, { sqsPlugins: [faults.plugin] });
    expect(await deadLetters([poison])).toEqual([poison.messageId]);
    expect(await deadLetters([poison])).toEqual([]);
    expect(await openFifoQueue(sale.resources.queues['parked-purchases']).drain()).toHaveLength(1);
  });
});
