import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { onTestFinished } from 'vitest';
import { createSqsClient } from '../aws/clients.ts';
import { startQueuePoller } from '../aws/lambda/queues/start-queue-poller.ts';
import type { LocalLogEntry } from '../aws/process/local-log.ts';
import { createQueues } from '../stage/resources/create-resources.ts';
import type { ResourceOverrides } from '../stage/resources/resources.ts';
import { createStageName, sharedAws } from './provided.ts';

type TestQueueOptions = ResourceOverrides & {
  readonly pollers?: number;
  readonly batchSize?: number;
  readonly timeoutMs?: number;
};

/** Creates a queue, and a function that polls it. */
export const createTestQueue = async (options: TestQueueOptions = {}) => {
  const queues = await createQueues(sharedAws(), createStageName(), options);
  const client = createSqsClient(sharedAws(), options.pollers);
  const logged: LocalLogEntry[] = [];
  const count = async (url: string, which: QueueAttributeName): Promise<number> => {
    const request = { QueueUrl: url, AttributeNames: ['All' as const] };
    const { Attributes } = await client.send(new GetQueueAttributesCommand(request));
    return Number(Attributes?.[which]);
  };
  return {
    client,
    logged,
    queue: queues.purchases,
    dead: queues['purchases-dead'],
    send: (group: string, body: string, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: queues.purchases.url,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${body}`,
          MessageBody: body,
          ...more,
        }),
      ),
    receiveDead: async (): Promise<string[]> => {
      const request = { QueueUrl: queues['purchases-dead'].url, MaxNumberOfMessages: 10 };
      const { Messages = [] } = await client.send(new ReceiveMessageCommand(request));
      return Messages.map(({ Body = '' }) => Body);
    },
    waiting: () => count(queues.purchases.url, 'ApproximateNumberOfMessages'),
    inFlight: () => count(queues.purchases.url, 'ApproximateNumberOfMessagesNotVisible'),
    poll: (handler: (event: SQSEvent, context: Context) => Promise<unknown>) => {
      const poller = startQueuePoller({
        client,
        queue: queues.purchases,
        function: { name: 'worker', timeoutMs: options.timeoutMs ?? 10_000, handler },
        batchSize: options.batchSize ?? 10,
        pollers: options.pollers ?? 1,
        log: (entry) => logged.push(entry),
      });
      onTestFinished(poller.stop);
      return poller;
    },
  };
};

/** Creates a batch response that reports messages as failed. */
export const failing = (messageIds: readonly string[]) => ({
  batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })),
});
