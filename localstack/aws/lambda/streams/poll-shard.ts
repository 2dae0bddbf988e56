import {
  ExpiredIteratorException,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { type SettleDependencies, settleBatch } from './settle-batch.ts';
import type { ShardProgress } from './shard-progress.ts';
import { sequenceNumberOf } from './stream-record.ts';
import type { StreamSource } from './stream-source.ts';

export type ShardDependencies = SettleDependencies & {
  readonly source: StreamSource;
  readonly progress: ShardProgress;
  readonly batchSize: number;
  /** Records that are not accepted are skipped, as by the filter of an event source mapping. */
  readonly accepts: (record: DynamoDBRecord) => boolean;
  readonly pollIntervalMs: number;
  /** Milliseconds in which a batch gathers. Here, it is the least time between two polls that find records. */
  readonly batchingWindowMs: number;
};

/** The interval after a poll that found records. It doubles up to the idle interval. */
const BUSY_INTERVAL_MS = 50;

/** The delay after a failed poll. It doubles up to MAX_BACKOFF_MS. */
const INITIAL_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/** Reads a shard and settles its batches one at a time, until the shard ends or the poller stops. */
export const pollShard = async (dependencies: ShardDependencies): Promise<void> => {
  const { source, progress, shardId, pause, stopping, pollIntervalMs } = dependencies;
  const busyIntervalMs = Math.max(BUSY_INTERVAL_MS, dependencies.batchingWindowMs);
  let iterator: string | undefined;
  let intervalMs = busyIntervalMs;
  let backoffMs = INITIAL_BACKOFF_MS;
  while (!stopping.aborted) {
    try {
      iterator ??= await source.iterator(shardId, progress.findStart(shardId));
      const { records, next } = await source.read(iterator);
      await settlePage(dependencies, records);
      if (stopping.aborted) return;
      if (next === undefined) {
        await progress.save(shardId, 'FINISHED');
        return;
      }
      iterator = next;
      backoffMs = INITIAL_BACKOFF_MS;
      intervalMs = records.length > 0 ? busyIntervalMs : Math.min(pollIntervalMs, 2 * intervalMs);
      await pause(intervalMs);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return await finishMissingShard(dependencies);
      // The next iterator starts after the last settled record.
      iterator = undefined;
      await recover(dependencies, error, backoffMs);
      backoffMs = Math.min(MAX_BACKOFF_MS, 2 * backoffMs);
    }
  }
};

const settlePage = async (
  dependencies: ShardDependencies,
  records: readonly DynamoDBRecord[],
): Promise<void> => {
  const { accepts, batchSize, stopping, progress, shardId } = dependencies;
  const onSettled = async (record: DynamoDBRecord) => {
    await progress.save(shardId, { after: sequenceNumberOf(record) });
  };
  const accepted = records.filter(accepts);
  for (let from = 0; from < accepted.length && !stopping.aborted; from += batchSize) {
    await settleBatch(dependencies, accepted.slice(from, from + batchSize), onSettled);
  }
  const last = records.at(-1);
  if (last !== undefined && last !== accepted.at(-1) && !stopping.aborted) await onSettled(last);
};

/** DynamoDB deletes a closed shard with its last record, and every shard with its table. */
const finishMissingShard = async ({
  function: lambda,
  progress,
  shardId,
  log,
}: ShardDependencies) => {
  log({ message: 'The shard no longer exists', subject: lambda.name, detail: shardId });
  await progress.save(shardId, 'FINISHED');
};

const recover = async (
  { function: lambda, progress, shardId, log, pause }: ShardDependencies,
  error: unknown,
  backoffMs: number,
): Promise<void> => {
  // Happens after the laptop slept, for example. Nothing is lost, so nothing is logged.
  if (error instanceof ExpiredIteratorException) return;
  const subject = lambda.name;
  if (error instanceof TrimmedDataAccessException) {
    // DynamoDB Local also raises this for the first record, if another table was written before it:
    // test/contract/streams-record.test.ts.
    const read = progress.startOver(shardId);
    const message = 'Records may have been trimmed before they were read';
    if (read) log({ message, subject, detail: shardId });
  } else {
    log({ message: 'Polling failed', subject, error });
  }
  await pause(backoffMs);
};
