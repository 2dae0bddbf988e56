import { randomUUID } from 'node:crypto';
import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { createSqsClient, type QueueResource } from '@willcall/localstack';
import { expect, inject } from 'vitest';
import { PATIENCE_MS, scaledTimeout } from '../backend/scaled-timeout.ts';

/** A queue of a stage, used directly and not through the API, as from the AWS console. */
export type StageQueue = {
  /** Sends a message with a new deduplication id. */
  send(body: string, group: string): Promise<void>;
  /** Waits for a message and receives it. */
  receive(): Promise<Message>;
  /** Waits until no message is visible or in flight. */
  untilEmpty(): Promise<void>;
};

const LONG_POLL_SECONDS = 1;

export const openStageQueue = ({ url }: QueueResource): StageQueue => {
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  return {
    send: async (body, group) => {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: randomUUID(),
        }),
      );
    },
    receive: async () => {
      const deadline = Date.now() + scaledTimeout(PATIENCE_MS);
      while (Date.now() < deadline) {
        const { Messages: [message] = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            WaitTimeSeconds: LONG_POLL_SECONDS,
            MessageSystemAttributeNames: ['All'],
          }),
        );
        if (message !== undefined) return message;
      }
      throw new Error('No message arrived');
    },
    untilEmpty: () =>
      expect
        .poll(async () => {
          const { Attributes } = await sqs.send(
            new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
          );
          return {
            visible: Attributes?.ApproximateNumberOfMessages,
            inFlight: Attributes?.ApproximateNumberOfMessagesNotVisible,
          };
        })
        .toEqual({ visible: '0', inFlight: '0' }),
  };
};
