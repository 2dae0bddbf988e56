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
  /** A record that is not accepted is passed over, as by an event source mapping's filter. */
  readonly accepts: (record: DynamoDBRecord) => boolean;
  readonly pollIntervalMs: number;
};

/** Between polls that find records; from there to the idle interval, doubling. */
const BUSY_INTERVAL_MS = 50;

/** Between polls that fail: doubling from the first to the second. */
const INITIAL_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 5_000;

/** Reads a shard and settles its batches, one at a time, until its end or the pump's. */
export const pollShard = async (dependencies: ShardDependencies): Promise<void> => {
  const { source, progress, shardId, pause, stopping, pollIntervalMs } = dependencies;
  let iterator: string | undefined;
  let intervalMs = BUSY_INTERVAL_MS;
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
      intervalMs = records.length > 0 ? BUSY_INTERVAL_MS : Math.min(pollIntervalMs, 2 * intervalMs);
      await pause(intervalMs);
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return await finishMissingShard(dependencies);
      // The next one starts after what is settled.
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

/** A closed shard is forgotten with its last record, and every shard with its table. */
const finishMissingShard = async ({
  function: lambda,
  progress,
  shardId,
  log,
}: ShardDependencies) => {
  log({ message: 'The shard is gone', subject: lambda.name, detail: shardId });
  await progress.save(shardId, 'FINISHED');
};

const recover = async (
  { function: lambda, progress, shardId, log, pause }: ShardDependencies,
  error: unknown,
  backoffMs: number,
): Promise<void> => {
  // After a sleep of the laptop, say: nothing is lost, so nothing needs saying.
  if (error instanceof ExpiredIteratorException) return;
  const subject = lambda.name;
  if (error instanceof TrimmedDataAccessException) {
    // DynamoDB Local says so of the very first record too, when another table was written before it:
    // test/contract/streams-record.test.ts.
    const read = progress.startOver(shardId);
    const message = 'Records may have been trimmed before they were read';
    if (read) log({ message, subject, detail: shardId });
  } else {
    log({ message: 'The poll failed', subject, error });
  }
  await pause(backoffMs);
};
