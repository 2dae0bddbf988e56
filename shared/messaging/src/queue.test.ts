import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { MessagingError } from './errors.ts';
import { postponeMessages, receiveMessages } from './queue.ts';
import { makeRecordingQueue } from './sent-to-sqs.fixture.ts';

const seconds = { visibility: 60, wait: 1 };

it('up to ten messages are received, with everything that sending them on needs', async () => {
  const attributes = { from: { DataType: 'String', StringValue: 'elsewhere' } };
  const { queue, sent } = makeRecordingQueue(() => ({
    Messages: [
      {
        MessageId: 'id',
        ReceiptHandle: 'receipt',
        Body: 'body',
        // The SDK compares it.
        MD5OfBody: createHash('md5').update('body').digest('hex'),
        Attributes: {
          MessageGroupId: 'g',
          ApproximateReceiveCount: '3',
          SentTimestamp: '1000',
          AWSTraceHeader: 'Root=1-2-3',
        },
        MessageAttributes: attributes,
      },
    ],
  }));
  expect(await receiveMessages(queue, seconds)).toEqual([
    {
      messageId: 'id',
      receiptHandle: 'receipt',
      body: 'body',
      group: 'g',
      receiveCount: 3,
      sentAt: 1_000,
      attributes,
      traceHeader: 'Root=1-2-3',
    },
  ]);
  expect(sent[0]?.input).toMatchObject({
    MaxNumberOfMessages: 10,
    VisibilityTimeout: 60,
    WaitTimeSeconds: 1,
  });
});

it('an empty queue gives an empty list', async () => {
  expect(await receiveMessages(makeRecordingQueue().queue, seconds)).toEqual([]);
});

it('an unavailable queue is a MessagingError with its cause', async () => {
  const cause = new Error('unreachable');
  const { queue } = makeRecordingQueue(() => Promise.reject(cause));
  await expect(receiveMessages(queue, seconds)).rejects.toMatchObject({
    code: 'QUEUE_UNAVAILABLE',
    cause,
  });
});

const ten = Array.from({ length: 10 }, (_, index) => ({
  receiptHandle: `receipt-${index}`,
  delaySeconds: 2 ** index,
}));

describe('messages that are postponed', () => {
  it('are changed in one call, each with its own delay', async () => {
    const { queue, sent } = makeRecordingQueue();
    await postponeMessages(queue, ten);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      command: 'ChangeMessageVisibilityBatchCommand',
      input: {
        QueueUrl: queue.url,
        Entries: ten.map(({ receiptHandle, delaySeconds }) => ({
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: delaySeconds,
        })),
      },
    });
  });

  it('have distinct ids within the call, as SQS requires', async () => {
    const { queue, sent } = makeRecordingQueue();
    await postponeMessages(queue, ten);
    const entries: unknown = Reflect.get(sent[0]?.input ?? {}, 'Entries');
    const ids = Array.isArray(entries) ? entries.map((entry) => Reflect.get(entry, 'Id')) : [];
    expect(new Set(ids).size).toBe(10);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  });

  it.each([
    ['none', {}, 0],
    ['two', { Failed: [{ Id: '0' }, { Id: '3' }] }, 2],
  ])('are counted if SQS refuses them: %s', async (_, reply, refused) => {
    const { queue } = makeRecordingQueue(() => reply);
    expect(await postponeMessages(queue, ten)).toBe(refused);
  });

  it('cause a MessagingError if the whole call failed', async () => {
    const cause = new Error('unreachable');
    const { queue } = makeRecordingQueue(() => Promise.reject(cause));
    const error: unknown = await postponeMessages(queue, ten).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MessagingError);
    expect(error).toMatchObject({ cause });
  });
});
