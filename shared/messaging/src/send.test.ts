import { PURCHASE_MESSAGE_VERSION, PurchaseMessage } from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import { describe, expect, it } from 'vitest';
import { MessagingError } from './errors.ts';
import { forwardMessage, sendPurchase } from './send.ts';
import { makeRecordingQueue } from './sent-to-sqs.fixture.ts';

const KEY = 'AZaz09-_AZaz09-_';
const message: PurchaseMessage = {
  version: PURCHASE_MESSAGE_VERSION,
  purchaseId: `${KEY}AZaz09-_AZaz09-_`,
  userId: 'alice',
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: undefined,
  requestedAt: '2031-05-01T08:00:00.000Z',
  correlationId: 'order-7',
};

describe('a purchase that is sent', () => {
  it('is one message that the worker’s contract can read', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY);
    expect(sent.map(({ command }) => command)).toEqual(['SendMessageCommand']);
    const body: unknown = JSON.parse(String(Reflect.get(sent[0]?.input ?? {}, 'MessageBody')));
    const { card: _card, ...rest } = message;
    expect(PurchaseMessage.parse(body)).toEqual(rest);
  });

  it('is in the group of its buyer and show, with its key as the deduplication id', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY);
    const group = messageGroupId('alice', 'hamlet');
    expect(sent[0]?.input).toEqual({
      QueueUrl: queue.url,
      MessageBody: JSON.stringify(message),
      MessageGroupId: group,
      MessageDeduplicationId: `${KEY}.${group}`,
    });
  });

  it('has ids that SQS accepts: at most 128 letters, digits and punctuation', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, { ...message, userId: '|'.repeat(255) }, KEY);
    const sqsId = expect.stringMatching(/^[\x21-\x7e]{1,128}$/);
    expect(sent[0]?.input).toMatchObject({ MessageGroupId: sqsId, MessageDeduplicationId: sqsId });
  });

  it('has the same deduplication id when it is sent again, so SQS drops the second', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY);
    await sendPurchase(queue, message, KEY);
    expect(sent[1]).toEqual(sent[0]);
  });

  it('of another buyer with the same key has another deduplication id', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY);
    await sendPurchase(queue, { ...message, userId: 'bob' }, KEY);
    const ids = sent.map(({ input }) => Reflect.get(input, 'MessageDeduplicationId'));
    expect(new Set(ids).size).toBe(2);
  });

  it('carries the trace of its request', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY, 'Root=1-2-3;Sampled=1');
    expect(sent[0]?.input).toMatchObject({
      MessageSystemAttributes: {
        AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3;Sampled=1' },
      },
    });
  });

  it('goes to the client’s endpoint instead of the host in the queue’s URL', async () => {
    const { queue, sent } = makeRecordingQueue();
    await sendPurchase(queue, message, KEY);
    expect(sent[0]?.host).toBe('sqs.eu-central-1.amazonaws.com');
  });

  it('that SQS did not accept is a retryable MessagingError with its cause', async () => {
    const cause = new Error('throttled');
    const { queue } = makeRecordingQueue(() => Promise.reject(cause));
    const error: unknown = await sendPurchase(queue, message, KEY).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MessagingError);
    expect(error).toMatchObject({ code: 'QUEUE_UNAVAILABLE', retryable: true, cause });
  });

  it('causes errors that quote nothing of the purchase', async () => {
    const { queue } = makeRecordingQueue(() => Promise.reject(new Error('no')));
    await expect(sendPurchase(queue, message, KEY)).rejects.toThrow(
      /^SQS did not confirm the purchase$/,
    );
  });
});

it('a message is sent on whole, in its group, with the given id', async () => {
  const { queue, sent } = makeRecordingQueue();
  const attributes = { from: { DataType: 'String', StringValue: 'elsewhere' } };
  await forwardMessage(
    queue,
    { body: ' {"ä"\r\n', group: 'g', attributes, traceHeader: 'Root=1-2-3' },
    'fresh',
  );
  expect(sent).toMatchObject([
    {
      command: 'SendMessageCommand',
      input: {
        QueueUrl: queue.url,
        MessageBody: ' {"ä"\r\n',
        MessageGroupId: 'g',
        MessageDeduplicationId: 'fresh',
        MessageAttributes: attributes,
        MessageSystemAttributes: {
          AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1-2-3' },
        },
      },
    },
  ]);
});

it('a message that SQS did not accept is a MessagingError with its cause and nothing of the body', async () => {
  const cause = new Error('throttled');
  const { queue } = makeRecordingQueue(() => Promise.reject(cause));
  const message = { body: 'secret', group: 'g' };
  await expect(forwardMessage(queue, message, 'fresh')).rejects.toMatchObject({
    code: 'QUEUE_UNAVAILABLE',
    message: 'SQS did not confirm the message',
    cause,
  });
});
