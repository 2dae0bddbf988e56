import { randomUUID } from 'node:crypto';
import {
  deleteMessage,
  forwardMessage,
  openQueue,
  type Queue,
  type QueueConnection,
  type ReceivedMessage,
  receiveMessages,
} from '@willcall/messaging';
import { onTestFinished } from 'vitest';
import { LOCAL_REGION, localCredentials } from '../../aws/local-account.ts';
import { createResources } from '../../stage/resources/create-resources.ts';
import { removeResources } from '../../stage/resources/remove-resources.ts';
import { createStageName, sharedAws } from '../../testing/provided.ts';
import { openPurchaseQueues, type PurchaseQueues } from './queues.ts';

type Plugins = NonNullable<QueueConnection['plugins']>;

/** Tables and queues for one test, opened as the command opens them. */
export const openTestQueues = async (plugins: Plugins = []): Promise<PurchaseQueues> => {
  const aws = sharedAws();
  const resources = await createResources(aws, createStageName());
  onTestFinished(() => removeResources(aws, resources));
  const { tables, queues } = resources;
  const opened = openPurchaseQueues(
    {
      WILLCALL_BACKEND: 'embedded',
      AWS_REGION: LOCAL_REGION,
      AWS_ENDPOINT_URL_DYNAMODB: aws.dynamodbEndpoint,
      AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
      PURCHASES_TABLE: tables.purchases,
      PURCHASES_QUEUE_URL: queues.purchases.url,
      DEAD_LETTERS_QUEUE_URL: queues['purchases-dead'].url,
      PARKED_PURCHASES_QUEUE_URL: queues['parked-purchases'].url,
    },
    undefined,
  );
  const client = {
    endpoint: aws.sqsEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
    maxAttempts: 1,
  };
  const reopened = ({ url }: Queue) => openQueue(url, { client, plugins });
  return {
    ...opened,
    purchases: reopened(opened.purchases),
    dead: reopened(opened.dead),
    parked: reopened(opened.parked),
  };
};

/** Sends a new message to a queue. */
export const put = (queue: Queue, group: string, body: string): Promise<void> =>
  forwardMessage(queue, { group, body }, randomUUID());

/** Receives and deletes all messages of a queue, in the order in which SQS returns them. */
export const drainQueue = async (queue: Queue): Promise<ReceivedMessage[]> => {
  const all: ReceivedMessage[] = [];
  for (;;) {
    const received = await receiveMessages(queue, { visibility: 60, wait: 0 });
    if (received.length === 0) return all;
    for (const message of received) await deleteMessage(queue, message.receiptHandle);
    all.push(...received);
  }
};

/** A client whose next calls fail, before they are sent or after they take effect. */
export const failing = () => {
  const planned: { command: string; moment: 'before' | 'after' }[] = [];
  const isDue = (command: string | undefined, moment: 'before' | 'after'): boolean => {
    const index = planned.findIndex(
      (fault) => fault.command === command && fault.moment === moment,
    );
    if (index >= 0) planned.splice(index, 1);
    return index >= 0;
  };
  const plugin: Plugins[number] = {
    applyToStack: (stack) => {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (isDue(commandName, 'before')) throw new Error('not sent');
            const reply = await next(args);
            if (isDue(commandName, 'after')) throw new Error('reply lost');
            return reply;
          },
        { step: 'build' },
      );
    },
  };
  return {
    plugin,
    fail: (command: string, moment: 'before' | 'after') => planned.push({ command, moment }),
  };
};
