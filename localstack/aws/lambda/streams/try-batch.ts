import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { LocalLog } from '../../process/local-log.ts';
import { invoke } from '../invoke.ts';
import type { LambdaFunction } from '../lambda-function.ts';
import { failedMessages } from '../queues/failed-messages.ts';

export type TryDependencies = {
  readonly function: LambdaFunction<DynamoDBStreamEvent, unknown>;
  readonly reportBatchItemFailures: boolean;
  readonly log: LocalLog;
};

export type Attempt =
  | { readonly outcome: 'succeeded' }
  /** The function threw, ran out of time, or gave an answer that makes the whole batch a failure. */
  | { readonly outcome: 'failed'; readonly unhandled: boolean }
  /** The records before this index have succeeded. */
  | { readonly outcome: 'failed-from'; readonly index: number };

/**
 * Invokes the function with a batch once, and reads its answer as Lambda does.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export const tryBatch = async (
  { function: lambda, reportBatchItemFailures, log }: TryDependencies,
  records: readonly DynamoDBRecord[],
): Promise<Attempt> => {
  const subject = lambda.name;
  const invocation = await invoke(lambda, { Records: structuredClone([...records]) });
  if (invocation.outcome === 'timed-out') {
    log({ message: 'Task timed out', subject });
    return { outcome: 'failed', unhandled: true };
  }
  if (invocation.outcome === 'threw') {
    log({ message: 'The function threw', subject, error: invocation.error });
    return { outcome: 'failed', unhandled: true };
  }
  if (!reportBatchItemFailures) return { outcome: 'succeeded' };
  const sequenceNumbers = records.map(({ dynamodb }) => dynamodb?.SequenceNumber ?? '');
  const failed = failedMessages(invocation.result, new Set(sequenceNumbers));
  if (failed === 'all') {
    log({ message: 'The answer makes the whole batch a failure', subject });
    return { outcome: 'failed', unhandled: false };
  }
  const index = sequenceNumbers.findIndex((number) => failed.has(number));
  return index === -1 ? { outcome: 'succeeded' } : { outcome: 'failed-from', index };
};
