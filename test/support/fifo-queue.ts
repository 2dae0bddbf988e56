import { randomUUID } from 'node:crypto';
import type { QueueFunction, Seams } from '@willcall/lambda';
import type { QueueResource } from '@willcall/localstack';
import {
  countMessages,
  deleteMessage,
  forwardMessage,
  openQueue,
  type Queue,
  type QueueConnection,
  type ReceivedMessage,
  receiveMessages,
} from '@willcall/messaging';
import { createDeadLetters } from '@willcall/worker';
import type { SQSRecord } from 'aws-lambda';
import { inject } from 'vitest';
import { asDeployed } from './role/as-deployed.ts';
import { makeLambdaContext } from './sale/lambda-context.ts';
import type { Sale } from './sale/open-sale.ts';
import { makeSqsRecord } from './sale/purchase-message.ts';

/** A queue on the run's SQS, polled by hand. */
export type FifoQueue = {
  readonly queue: Queue;
  send(body: string, group: string): Promise<void>;
  /** Receives and deletes messages until none is left. Nothing else may read the queue. */
  drain(): Promise<ReceivedMessage[]>;
  /** Number of messages, including hidden ones. */
  count(): Promise<number>;
  /**
   * Polls once: invokes the function with the received messages and deletes those it does not
   * report.
   */
  poll(lambda: QueueFunction): Promise<number>;
};

export const openFifoQueue = (
  { url }: Pick<QueueResource, 'url'>,
  plugins: NonNullable<QueueConnection['plugins']> = [],
): FifoQueue => {
  const queue = openQueue(url, {
    client: {
      endpoint: inject('sqsEndpoint'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    plugins,
  });
  const receive = (visibility: number) => receiveMessages(queue, { visibility, wait: 0 });
  return {
    queue,
    send: (body, group) => forwardMessage(queue, { body, group }, randomUUID()),
    drain: async () => {
      const drained: ReceivedMessage[] = [];
      for (;;) {
        const received = await receive(60);
        if (received.length === 0) return drained;
        for (const message of received) {
          await deleteMessage(queue, message.receiptHandle);
          drained.push(message);
        }
      }
    },
    count: async () => {
      const { ready, hidden } = await countMessages(queue);
      return ready + hidden;
    },
    poll: async (lambda) => {
      const received = await receive(60);
      if (received.length === 0) return 0;
      const records = received.map(({ body, group, receiptHandle, ...overrides }) => ({
        ...makeSqsRecord(body, group, overrides),
        receiptHandle,
      }));
      const { batchItemFailures } = await lambda({ Records: records }, makeLambdaContext());
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, receiptHandle } of received) {
        if (!failed.has(messageId)) await deleteMessage(queue, receiptHandle);
      }
      return received.length;
    },
  };
};

/** The dead letters function on the tables and queues of a sale. */
export const makeDeadLettersFunction = (
  { environment, resources: { queues } }: Sale,
  seams: Seams = {},
  env: Readonly<Record<string, string>> = {},
): QueueFunction => {
  const named = {
    ...environment,
    DEAD_LETTERS_QUEUE_URL: queues['purchases-dead'].url,
    PARKED_PURCHASES_QUEUE_URL: queues['parked-purchases'].url,
    ...env,
  };
  return createDeadLetters(named, asDeployed('dead-letters', named, seams));
};

/** The same for hand-made batches. Returns the ids of the messages that stay. */
export const makeDeadLettersHandler = (sale: Sale, seams?: Seams, remainingMs?: number) => {
  const lambda = makeDeadLettersFunction(sale, seams);
  return async (records: readonly SQSRecord[]): Promise<string[]> => {
    const { batchItemFailures } = await lambda(
      { Records: [...records] },
      makeLambdaContext(remainingMs),
    );
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
};

// The SDK's names of the calls that decide or postpone a dead letter.

export const POSTPONE = 'ChangeMessageVisibilityBatchCommand';
export const SELL = 'TransactWriteItemsCommand';
export const RECORD = 'PutItemCommand';
export const SEND = 'SendMessageCommand';
