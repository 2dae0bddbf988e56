import { setTimeout as delay } from 'node:timers/promises';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { requireField } from '../../local-aws-error.ts';
import { type LocalLog, logToConsole } from '../../process/local-log.ts';
import { invoke, type LambdaFunction } from '../invoke.ts';
import { readFailedMessages } from './failed-messages.ts';
import { createSqsEvent } from './sqs-event.ts';

export type PolledQueue = { readonly url: string; readonly arn: string };

type BatchDependencies = {
  readonly client: SQSClient;
  readonly queue: PolledQueue;
  readonly function: LambdaFunction<SQSEvent, unknown>;
  readonly log: LocalLog;
};

type QueuePollerOptions = Omit<BatchDependencies, 'log'> &
  Partial<Pick<BatchDependencies, 'log'>> & {
    readonly batchSize: number;
    /** The number of batches that are processed at the same time. */
    readonly pollers: number;
  };

export type QueuePoller = {
  /** Finishes the polls and batches in progress, then returns. Can be repeated. */
  stop(): Promise<void>;
};

/** Starts a local event source mapping: polls a queue, and invokes a function with its messages. */
export const startQueuePoller = ({
  batchSize,
  pollers,
  ...options
}: QueuePollerOptions): QueuePoller => {
  const dependencies: BatchDependencies = { log: logToConsole, ...options };
  const stopping = new AbortController();
  const polling = Array.from({ length: pollers }, () =>
    poll(dependencies, batchSize, stopping.signal),
  );
  return {
    stop: async () => {
      stopping.abort();
      await Promise.all(polling);
    },
  };
};

/** The delay after a failed poll. It doubles up to MAX_BACKOFF_MS. */
const INITIAL_BACKOFF_MS = 100;

const MAX_BACKOFF_MS = 5_000;

const poll = async (
  dependencies: BatchDependencies,
  batchSize: number,
  stopping: AbortSignal,
): Promise<void> => {
  const { client, queue, function: lambda, log } = dependencies;
  let backoffMs = INITIAL_BACKOFF_MS;
  while (!stopping.aborted) {
    try {
      const messages = await receiveMessages(client, queue.url, batchSize);
      if (messages.length > 0) await handleBatch(dependencies, messages);
      backoffMs = INITIAL_BACKOFF_MS;
    } catch (error) {
      log({ message: 'Polling failed', subject: lambda.name, error });
      await delay(backoffMs, undefined, { signal: stopping }).catch(() => undefined);
      backoffMs = Math.min(MAX_BACKOFF_MS, 2 * backoffMs);
    }
  }
};

/**
 * Invokes the function with a batch, and deletes the messages that succeeded. Failed messages become
 * visible again after their visibility timeout, which the function may have changed. SQS moves them
 * to the dead-letter queue after the last receive.
 */
const handleBatch = async (
  { client, queue, function: lambda, log }: BatchDependencies,
  messages: readonly Message[],
): Promise<void> => {
  const subject = lambda.name;
  const invocation = await invoke(lambda, createSqsEvent(queue.arn, messages));
  if (invocation.outcome === 'timed-out') {
    log({ message: 'Task timed out', subject });
    return;
  }
  if (invocation.outcome === 'threw') {
    log({ message: 'The function threw an error', subject, error: invocation.error });
    return;
  }
  const ids = new Set(messages.map(idOf));
  const failed = readFailedMessages(invocation.result, ids);
  if (failed === 'all') {
    log({ message: 'The batch response is not valid, so the whole batch failed', subject });
    return;
  }
  const succeeded = messages.filter((message) => !failed.has(idOf(message)));
  const left = await deleteMessages(client, queue.url, succeeded);
  if (left.length > 0)
    log({ message: 'Some messages could not be deleted', subject, detail: `${left.length}` });
};

const idOf = ({ MessageId }: Message): string => requireField(MessageId, 'MessageId');

/**
 * How long a receive waits for a message. A receive is never aborted, because fauxqs would hand the
 * next message to the aborted poll. A stop can therefore take this long.
 */
const LONG_POLL_SECONDS = 1;

/** Waits for messages with all their attributes. Returns an empty list if none arrive. */
const receiveMessages = async (
  client: SQSClient,
  queueUrl: string,
  batchSize: number,
): Promise<readonly Message[]> => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: batchSize,
      WaitTimeSeconds: LONG_POLL_SECONDS,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages;
};

/** SQS delivers a message that was not deleted again, which does no harm. */
const DELETE_ATTEMPTS = 3;

/** Deletes up to ten messages. Returns those that SQS did not delete after DELETE_ATTEMPTS. */
export const deleteMessages = async (
  client: SQSClient,
  queueUrl: string,
  messages: readonly Message[],
): Promise<readonly Message[]> => {
  let left = messages;
  for (let attempt = 1; attempt <= DELETE_ATTEMPTS && left.length > 0; attempt += 1) {
    const { Failed = [] } = await client.send(
      new DeleteMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: left.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
    const refused = new Set(Failed.map(({ Id }) => Id));
    left = left.filter((_, index) => refused.has(String(index)));
  }
  return left;
};
