import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createSqsClient } from '@willcall/localstack';
import { deleteMessage, receiveMessages } from '@willcall/messaging';
import { afterAll, inject } from 'vitest';

/** The run's SQS, by queue name. */
export const openLocalQueues = () => {
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  afterAll(() => sqs.destroy());
  const queueOf = (url: string) => ({ sqs, url });
  return {
    queueOf,
    urls: async (prefix: string): Promise<string[]> => {
      const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
      return QueueUrls;
    },
    make: async (QueueName: string, Attributes: Record<string, string> = {}): Promise<string> =>
      (await sqs.send(new CreateQueueCommand({ QueueName, Attributes }))).QueueUrl ?? '',
    send: async (QueueUrl: string, MessageBody: string): Promise<void> => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    policy: async (QueueUrl: string): Promise<string | undefined> => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }),
      );
      return Attributes?.Policy;
    },
    /** Receives messages until this many arrived. Only the timeout of the test limits the wait. */
    take: async (url: string, count: number): Promise<string[]> => {
      const bodies: string[] = [];
      while (bodies.length < count) {
        for (const message of await receiveMessages(queueOf(url), { visibility: 60, wait: 1 })) {
          bodies.push(message.body);
          await deleteMessage(queueOf(url), message.receiptHandle);
        }
      }
      return bodies;
    },
  };
};
