import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { S3Event, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { LocalLog } from '../../process/local-log.ts';
import { invoke, type LambdaFunction } from '../invoke.ts';
import type { PolledQueue } from './start-queue-poller.ts';

export type AsynchronousOptions<Event = S3Event> = {
  readonly client: SQSClient;
  readonly queue: PolledQueue;
  readonly function: LambdaFunction<Event, unknown>;
  /** Seconds before the second and the third attempt. */
  readonly retryDelaysSeconds: readonly number[];
  /** Receives an event that failed on its last attempt. */
  readonly onFailure?: ((event: Event) => Promise<void>) | undefined;
  readonly log: LocalLog;
};

/** Time for the work around an invocation, so that the function's own timeout applies. */
const BOOKKEEPING_MS = 5_000;

/**
 * Wraps a function so that a queue poller invokes it as Lambda's asynchronous invocation does. A failed
 * event stays in the queue for its next attempt, and is discarded after the last one.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export const createAsynchronousFunction = <Event>(
  options: AsynchronousOptions<Event>,
): LambdaFunction<SQSEvent, SQSBatchResponse> => ({
  name: options.function.name,
  timeoutMs: options.function.timeoutMs + BOOKKEEPING_MS,
  handler: async ({ Records }) => {
    const done = await Promise.all(Records.map((record) => handleRecord(options, record)));
    const failures = Records.filter((_, index) => !done[index]);
    return {
      batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })),
    };
  },
});

const handleRecord = async <Event>(
  options: AsynchronousOptions<Event>,
  record: SQSRecord,
): Promise<boolean> => {
  const { function: lambda, retryDelaysSeconds, onFailure, log } = options;
  const subject = lambda.name;
  // Only the local AWS writes here: its S3 or its EventBridge.
  const event = JSON.parse(record.body) as Event;
  const invocation = await invoke(lambda, event);
  if (invocation.outcome === 'returned') return true;
  const timedOut = invocation.outcome === 'timed-out';
  log({
    message: timedOut ? 'Task timed out' : 'The function threw an error',
    subject,
    ...(!timedOut && { error: invocation.error }),
  });
  const attempts = Number(record.attributes.ApproximateReceiveCount);
  const retryDelay = retryDelaysSeconds[attempts - 1];
  if (retryDelay !== undefined) {
    await postpone(options, record, retryDelay);
    return false;
  }
  log({ message: 'The event was discarded', subject, detail: `after ${attempts} attempts` });
  await onFailure?.(event);
  return true;
};

const postpone = async (
  { client, queue }: Pick<AsynchronousOptions, 'client' | 'queue'>,
  { receiptHandle }: SQSRecord,
  seconds: number,
): Promise<void> => {
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queue.url,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: seconds,
    }),
  );
};
