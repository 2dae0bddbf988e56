import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { receiveMessages } from './receive-messages.ts';
import { sentToSqs } from './sent-to-sqs.fixture.ts';

const seconds = { visibility: 60, wait: 1 };

it('up to ten messages are taken, with all that must go along when they are sent on', async () => {
  const attributes = { from: { DataType: 'String', StringValue: 'elsewhere' } };
  const { queue, sent } = sentToSqs(() => ({
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

it('nothing to take is an empty list', async () => {
  expect(await receiveMessages(sentToSqs().queue, seconds)).toEqual([]);
});

it('a queue out of reach is a MessagingError with its cause', async () => {
  const cause = new Error('unreachable');
  const { queue } = sentToSqs(() => Promise.reject(cause));
  await expect(receiveMessages(queue, seconds)).rejects.toMatchObject({
    code: 'QUEUE_UNAVAILABLE',
    cause,
  });
});
