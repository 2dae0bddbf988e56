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
    /** Batches under way at once. */
    readonly pollers: number;
  };

export type QueuePoller = {
  /** Finishes the polls and batches under way, then returns. Repeatable. */
  stop(): Promise<void>;
};

/** Starts a local event source mapping: polls a queue, and invokes a function with what arrives. */
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

/** Milliseconds between polls that fail: doubling from the first to the second. */
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
      log({ message: 'The poll failed', subject: lambda.name, error });
      await delay(backoffMs, undefined, { signal: stopping }).catch(() => undefined);
      backoffMs = Math.min(MAX_BACKOFF_MS, 2 * backoffMs);
    }
  }
};

/**
 * Invokes the function with a batch and deletes what succeeded. What failed is left to its
 * visibility timeout, which the function may have changed; SQS moves it to the dead letters.
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
    log({ message: 'The function threw', subject, error: invocation.error });
    return;
  }
  const ids = new Set(messages.map(idOf));
  const failed = readFailedMessages(invocation.result, ids);
  if (failed === 'all') {
    log({ message: 'The answer makes the whole batch a failure', subject });
    return;
  }
  const succeeded = messages.filter((message) => !failed.has(idOf(message)));
  const left = await deleteMessages(client, queue.url, succeeded);
  if (left.length > 0) log({ message: 'Messages not deleted', subject, detail: `${left.length}` });
};

const idOf = ({ MessageId }: Message): string => requireField(MessageId, 'MessageId');

/**
 * How long a receive waits for a first message. Short, since it must never be aborted: fauxqs would
 * hand the next message to the abandoned poll. So this is how long a stop may take.
 */
const LONG_POLL_SECONDS = 1;

/** Waits for messages with all their attributes; none after the wait is an empty list. */
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

/** A message that cannot be deleted comes back and is handled again, which does no harm. */
const DELETE_ATTEMPTS = 3;

/** Deletes up to ten messages; returns those that SQS would not delete after some attempts. */
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
