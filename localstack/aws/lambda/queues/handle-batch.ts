import type { Message, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { QueueResource } from '../../../stage/resources/resources.ts';
import type { LocalLog } from '../../process/local-log.ts';
import { invoke } from '../invoke.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { deleteMessages } from './delete-messages.ts';
import { failedMessages } from './failed-messages.ts';
import { sqsEvent } from './sqs-event.ts';

export type BatchDependencies = {
  readonly client: SQSClient;
  readonly queue: QueueResource;
  readonly function: LambdaFunction<SQSEvent, unknown>;
  readonly log: LocalLog;
};

/**
 * Invokes the function with a batch and deletes what succeeded. What failed is left to its
 * visibility timeout, which the function may have changed; SQS moves it to the dead letters.
 */
export const handleBatch = async (
  { client, queue, function: lambda, log }: BatchDependencies,
  messages: readonly Message[],
): Promise<void> => {
  const subject = lambda.name;
  const invocation = await invoke(lambda, sqsEvent(queue.arn, messages));
  if (invocation.outcome === 'timed-out') {
    log({ message: 'Task timed out', subject });
    return;
  }
  if (invocation.outcome === 'threw') {
    log({ message: 'The function threw', subject, error: invocation.error });
    return;
  }
  const ids = new Set(messages.map(({ MessageId = '' }) => MessageId));
  const failed = failedMessages(invocation.result, ids);
  if (failed === 'all') {
    log({ message: 'The answer makes the whole batch a failure', subject });
    return;
  }
  const succeeded = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
  const left = await deleteMessages(client, queue.url, succeeded);
  if (left.length > 0) log({ message: 'Messages not deleted', subject, detail: `${left.length}` });
};
