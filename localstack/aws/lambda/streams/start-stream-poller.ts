import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { logToConsole } from '../../process/local-log.ts';
import type { ShardDependencies } from './poll-shard.ts';
import { pollShards } from './poll-shards.ts';
import { DEFAULT_RETRY_POLICY, type RetryPolicy } from './retry-policy.ts';
import { loadShardProgress } from './shard-progress.ts';
import { noCheckpoint, type StreamCheckpoint } from './stream-checkpoint.ts';
import { createStreamSource } from './stream-source.ts';

export type StreamPollerOptions = Pick<
  ShardDependencies,
  'streamArn' | 'function' | 'batchSize' | 'onFailure'
> &
  Partial<RetryPolicy> &
  Partial<
    Pick<ShardDependencies, 'accepts' | 'batchingWindowMs' | 'pollIntervalMs' | 'log' | 'now'>
  > & {
    /** The caller destroys it after the stop. */
    readonly client: DynamoDBStreamsClient;
    /** Where to start a stream that has no checkpoint. */
    readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
    /** Keeps the position across restarts. Default: each start uses `startingPosition`. */
    readonly checkpoint?: StreamCheckpoint;
  };

type StreamPoller = {
  /** Finishes the batches in progress without retrying them, then returns. Can be repeated. */
  stop(): Promise<void>;
};

/** Short enough for reminders, and long enough for a laptop that polls several streams. */
const IDLE_INTERVAL_MS = 400;

/**
 * Starts a local event source mapping: reads a table's stream, shard by shard with parents first,
 * and invokes a function with its records, one batch at a time for each shard.
 *
 * @example
 * const poller = startStreamPoller({
 *   client, streamArn, function: announce, batchSize: 100, startingPosition: 'TRIM_HORIZON',
 *   reportBatchItemFailures: true, bisectBatchOnFunctionError: true,
 *   accepts: (record) => patterns.some((pattern) => matches(pattern, record)),
 * });
 */
export const startStreamPoller = (options: StreamPollerOptions): StreamPoller => {
  const { client, streamArn, checkpoint = noCheckpoint, startingPosition } = options;
  const stopping = new AbortController();
  const polling = (async () => {
    const progress = await loadShardProgress(streamArn, startingPosition, checkpoint);
    await pollShards({
      function: options.function,
      streamArn,
      source: createStreamSource(client, streamArn),
      progress,
      batchSize: options.batchSize,
      policy: createRetryPolicy(options),
      accepts: options.accepts ?? (() => true),
      onFailure: options.onFailure,
      batchingWindowMs: options.batchingWindowMs ?? 0,
      pollIntervalMs: options.pollIntervalMs ?? IDLE_INTERVAL_MS,
      log: options.log ?? logToConsole,
      now: options.now ?? Date.now,
      pause: async (ms) => {
        await delay(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
      },
      stopping: stopping.signal,
    });
  })();
  return {
    stop: async () => {
      stopping.abort();
      await polling;
    },
  };
};

const createRetryPolicy = (options: Partial<RetryPolicy>): RetryPolicy => ({
  bisectBatchOnFunctionError:
    options.bisectBatchOnFunctionError ?? DEFAULT_RETRY_POLICY.bisectBatchOnFunctionError,
  maximumRetryAttempts: options.maximumRetryAttempts ?? DEFAULT_RETRY_POLICY.maximumRetryAttempts,
  maximumRecordAgeSeconds:
    options.maximumRecordAgeSeconds ?? DEFAULT_RETRY_POLICY.maximumRecordAgeSeconds,
  reportBatchItemFailures:
    options.reportBatchItemFailures ?? DEFAULT_RETRY_POLICY.reportBatchItemFailures,
});
