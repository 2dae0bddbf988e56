import { expect, it } from 'vitest';
import { forwardMessage } from './forward-message.ts';
import { sentToSqs } from './sent-to-sqs.fixture.ts';

it('a message is sent on whole, in its group, under the id given', async () => {
  const { queue, sent } = sentToSqs();
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

it('a message that SQS did not take is a MessagingError with its cause, and nothing of the body', async () => {
  const cause = new Error('throttled');
  const { queue } = sentToSqs(() => Promise.reject(cause));
  const message = { body: 'secret', group: 'g' };
  await expect(forwardMessage(queue, message, 'fresh')).rejects.toMatchObject({
    code: 'QUEUE_UNAVAILABLE',
    message: 'SQS did not take the message',
    cause,
  });
});
