import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { createQueues, createSqsClient, type ResourceOverrides } from '@willcall/localstack';
import { inject, onTestFinished } from 'vitest';

/** Makes the purchases queue and its dead-letter queue for one test, with the calls that it needs. */
export const scratchQueues = async (overrides: ResourceOverrides = {}) => {
  const sqsEndpoint = inject('sqsEndpoint');
  const stage = `contract-${randomUUID()}`;
  const queues = await createQueues({ sqsEndpoint }, stage, overrides);
  const client = createSqsClient({ sqsEndpoint });
  onTestFinished(() => client.destroy());
  const { url } = queues.purchases;
  const receive = async (from: string = url, most = 10): Promise<Message[]> => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: from,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: 0,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages;
  };
  return {
    client,
    url,
    deadUrl: queues['purchases-dead'].url,
    send: (group: string, body: string, more: Partial<SendMessageCommandInput> = {}) =>
      client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageGroupId: group,
          MessageDeduplicationId: `${group}-${body}`,
          MessageBody: body,
          ...more,
        }),
      ),
    receive,
    /** Receives at most one message, even if its group has more. */
    receiveOne: () => receive(url, 1),
    remove: ({ ReceiptHandle }: Message) =>
      client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle })),
    showAgain: ({ ReceiptHandle }: Message) =>
      client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
      ),
  };
};

export const bodies = (messages: readonly Message[]): (string | undefined)[] =>
  messages.map(({ Body }) => Body);
