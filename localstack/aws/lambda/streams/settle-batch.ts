import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { LocalLog } from '../../process/local-log.ts';
import { invoke, type LambdaFunction } from '../invoke.ts';
import { readFailedMessages } from '../queues/failed-messages.ts';
import { countTooOld, hasRetriesLeft, type RetryPolicy, retryBackoffMs } from './retry-policy.ts';
import {
  createStreamFailure,
  type FailureCondition,
  type StreamFailure,
} from './stream-failure.ts';
import { sequenceNumberOf } from './stream-record.ts';

type TryDependencies = {
  readonly function: LambdaFunction<DynamoDBStreamEvent, unknown>;
  readonly reportBatchItemFailures: boolean;
  readonly log: LocalLog;
};

export type SettleDependencies = Omit<TryDependencies, 'reportBatchItemFailures'> & {
  readonly policy: RetryPolicy;
  readonly streamArn: string;
  readonly shardId: string;
  readonly onFailure?: ((failure: StreamFailure) => Promise<void>) | undefined;
  /** Returns milliseconds since 1970. */
  readonly now: () => number;
  /** Waits, or returns early when the poller stops. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopping: AbortSignal;
};

/** Records that are tried together. */
type Part = {
  readonly records: readonly DynamoDBRecord[];
  /** Failed invocations with these records, not counting those before a split. */
  readonly invocations: number;
};

/** The number of settled records, and the remaining parts in order. */
type Step = { readonly settled: number; readonly left: readonly Part[] };

/**
 * Invokes the function until each record of a batch has succeeded or been discarded, in order. Calls
 * `onSettled` after each step. A stop takes effect between two invocations and leaves the remaining
 * records unsettled.
 */
export const settleBatch = async (
  dependencies: SettleDependencies,
  records: readonly DynamoDBRecord[],
  onSettled: (record: DynamoDBRecord) => Promise<void>,
): Promise<void> => {
  let parts: readonly Part[] = [{ records, invocations: 0 }];
  while (!dependencies.stopping.aborted) {
    const [part, ...later] = parts;
    if (part === undefined) return;
    const { settled, left } = await settlePart(dependencies, part);
    const last = part.records[settled - 1];
    if (last !== undefined) await onSettled(last);
    parts = [...left, ...later];
  }
};

const settlePart = async (dependencies: SettleDependencies, part: Part): Promise<Step> => {
  const { policy, now } = dependencies;
  const { records, invocations } = part;
  const tooOld = countTooOld(policy, records, now());
  if (tooOld > 0) {
    const old = { records: records.slice(0, tooOld), invocations };
    await giveUp(dependencies, old, 'RecordAgeExceeded', invocations > 0);
    return { settled: tooOld, left: parts({ records: records.slice(tooOld), invocations }) };
  }
  const attempt = await tryBatch({ ...dependencies, ...policy }, records);
  if (attempt.outcome === 'succeeded') return { settled: records.length, left: [] };
  if (attempt.outcome === 'failed' && policy.bisectBatchOnFunctionError && records.length > 1) {
    return { settled: 0, left: halves(part) };
  }
  return await retryOrGiveUp(dependencies, part, attempt);
};

/**
 * AWS does not document whether a partial success resets the retries of the remaining records. Here it
 * does not, because the stricter behavior is the better one to test against.
 */
const retryOrGiveUp = async (
  dependencies: SettleDependencies,
  { records, invocations }: Part,
  attempt: Exclude<Attempt, { outcome: 'succeeded' }>,
): Promise<Step> => {
  const succeeded = attempt.outcome === 'failed-from' ? attempt.index : 0;
  const rest = { records: records.slice(succeeded), invocations: invocations + 1 };
  if (!hasRetriesLeft(dependencies.policy, rest.invocations)) {
    const unhandled = attempt.outcome === 'failed' && attempt.unhandled;
    await giveUp(dependencies, rest, 'RetryAttemptsExhausted', unhandled);
    return { settled: records.length, left: [] };
  }
  await dependencies.pause(retryBackoffMs(rest.invocations));
  return { settled: succeeded, left: [rest] };
};

const parts = (part: Part): readonly Part[] => (part.records.length === 0 ? [] : [part]);

const halves = ({ records, invocations }: Part): readonly Part[] => {
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(0, middle), invocations },
    { records: records.slice(middle), invocations },
  ];
};

/** As on AWS, an unreachable destination does not stop the shard. */
const giveUp = async (
  { function: lambda, streamArn, shardId, onFailure, log, now }: SettleDependencies,
  { records, invocations }: Part,
  condition: FailureCondition,
  unhandled: boolean,
): Promise<void> => {
  const failure = createStreamFailure({
    functionName: lambda.name,
    streamArn,
    shardId,
    records,
    condition,
    invocations,
    unhandled,
    now: now(),
  });
  const { startSequenceNumber: first, endSequenceNumber: last } = failure.DDBStreamBatchInfo;
  const detail = `${condition}: ${first} to ${last}`;
  log({ message: 'Records were discarded', subject: lambda.name, detail });
  try {
    await onFailure?.(failure);
  } catch (error) {
    log({ message: 'The on-failure destination failed', subject: lambda.name, detail, error });
  }
};

type Attempt =
  | { readonly outcome: 'succeeded' }
  /** The function threw, timed out, or returned a batch response that is not valid. */
  | { readonly outcome: 'failed'; readonly unhandled: boolean }
  /** The records before this index succeeded. */
  | { readonly outcome: 'failed-from'; readonly index: number };

/**
 * Invokes the function once with a batch, and interprets its response as Lambda does.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
const tryBatch = async (
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
    log({ message: 'The function threw an error', subject, error: invocation.error });
    return { outcome: 'failed', unhandled: true };
  }
  if (!reportBatchItemFailures) return { outcome: 'succeeded' };
  const sequenceNumbers = records.map(sequenceNumberOf);
  const failed = readFailedMessages(invocation.result, new Set(sequenceNumbers));
  if (failed === 'all') {
    log({ message: 'The batch response is not valid, so the whole batch failed', subject });
    return { outcome: 'failed', unhandled: false };
  }
  const index = sequenceNumbers.findIndex((number) => failed.has(number));
  return index === -1 ? { outcome: 'succeeded' } : { outcome: 'failed-from', index };
};
