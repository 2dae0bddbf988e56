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
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Waits; shorter when the pump is stopping. */
  readonly pause: (ms: number) => Promise<void>;
  readonly stopping: AbortSignal;
};

/** Records that are tried together. */
type Part = {
  readonly records: readonly DynamoDBRecord[];
  /** Failed invocations of these records, those of a batch before it was split left out. */
  readonly invocations: number;
};

/** The first so many records are done with, and what is left, in order. */
type Step = { readonly settled: number; readonly left: readonly Part[] };

/**
 * Invokes the function until each record of a batch has succeeded or been given up, in order, and
 * says after each step how far it came. A stop ends it between two invocations, with the rest
 * unsettled.
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
 * AWS does not say whether a partial success gives the rest its retries back. It does not here: the
 * reading that gives up sooner is the one to test a function against.
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

/** As on AWS, a destination that cannot be reached does not stop the shard. */
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
  log({ message: 'Records given up', subject: lambda.name, detail });
  try {
    await onFailure?.(failure);
  } catch (error) {
    log({ message: 'The on-failure destination failed', subject: lambda.name, detail, error });
  }
};

type Attempt =
  | { readonly outcome: 'succeeded' }
  /** The function threw, ran out of time, or gave an answer that makes the whole batch a failure. */
  | { readonly outcome: 'failed'; readonly unhandled: boolean }
  /** The records before this index have succeeded. */
  | { readonly outcome: 'failed-from'; readonly index: number };

/**
 * Invokes the function with a batch once, and reads its answer as Lambda does.
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
    log({ message: 'The function threw', subject, error: invocation.error });
    return { outcome: 'failed', unhandled: true };
  }
  if (!reportBatchItemFailures) return { outcome: 'succeeded' };
  const sequenceNumbers = records.map(sequenceNumberOf);
  const failed = readFailedMessages(invocation.result, new Set(sequenceNumbers));
  if (failed === 'all') {
    log({ message: 'The answer makes the whole batch a failure', subject });
    return { outcome: 'failed', unhandled: false };
  }
  const index = sequenceNumbers.findIndex((number) => failed.has(number));
  return index === -1 ? { outcome: 'succeeded' } : { outcome: 'failed-from', index };
};
