import { randomUUID } from 'node:crypto';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SendMessageCommandInput,
} from '@aws-sdk/client-sqs';
import { createResources, type ResourceOverrides, sqsClient } from '@willcall/localstack';
import { inject, onTestFinished } from 'vitest';

/** The purchases queue and its dead letters, made for one test, and the calls that it needs. */
export const scratchQueues = async (overrides: ResourceOverrides = {}) => {
  const dynamodbEndpoint = inject('dynamodbEndpoint');
  const sqsEndpoint = inject('sqsEndpoint');
  const stage = `contract-${randomUUID()}`;
  const { queues } = await createResources({ dynamodbEndpoint, sqsEndpoint }, stage, overrides);
  const client = sqsClient({ sqsEndpoint });
  onTestFinished(() => client.destroy());
  const { url } = queues.purchases;
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
    receive: async (from: string = url, waitSeconds = 0): Promise<Message[]> => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: from,
          MaxNumberOfMessages: 10,
          WaitTimeSeconds: waitSeconds,
          MessageSystemAttributeNames: ['All'],
        }),
      );
      return Messages;
    },
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
