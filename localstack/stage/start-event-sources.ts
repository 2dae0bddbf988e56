import { eventSources, schedules, streamRetries, streamSources } from '@willcall/topology';
import {
  createS3Client,
  createSqsClient,
  createStreamsClient,
  type LocalEndpoints,
} from '../aws/clients.ts';
import { matches } from '../aws/eventbridge/pattern/matches.ts';
import { parsePattern } from '../aws/eventbridge/pattern/parse-pattern.ts';
import { startQueuePoller } from '../aws/lambda/queues/start-queue-poller.ts';
import { createScheduledEvent, startSchedule } from '../aws/lambda/start-schedule.ts';
import { startStreamPoller } from '../aws/lambda/streams/start-stream-poller.ts';
import { createFileCheckpoint } from '../aws/lambda/streams/stream-checkpoint.ts';
import { createFailureWriter } from '../aws/lambda/streams/stream-failure.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { Resources } from './resources/resources.ts';
import type { StageFunctions } from './stage-functions.ts';

/** A part of a stage that runs until it is stopped. */
export type RunningPart = {
  /** Finishes the work in progress. Can be repeated. */
  stop(): Promise<void>;
};

/** Polls the queues for their functions, with up to `pollers` batches per queue at the same time. */
export const startQueuePollers = (
  aws: LocalEndpoints,
  { queues }: Resources,
  functions: StageFunctions,
  pollers: number,
  log: LocalLog,
): RunningPart => {
  const client = createSqsClient(aws, pollers * eventSources.length);
  const queuePollers = eventSources.flatMap(
    ({ queue, function: id, batchSize, maximumConcurrency }) => {
      const lambda = functions[id];
      if (lambda === undefined) return [];
      const atOnce = Math.min(pollers, maximumConcurrency);
      return [
        startQueuePoller({
          client,
          queue: queues[queue],
          function: lambda,
          batchSize,
          pollers: atOnce,
          log,
        }),
      ];
    },
  );
  return {
    stop: async () => {
      await Promise.all(queuePollers.map((poller) => poller.stop()));
      client.destroy();
    },
  };
};

type StreamPollersInput = {
  readonly aws: LocalEndpoints;
  readonly resources: Resources;
  readonly functions: StageFunctions;
  /** The file that keeps the position of a mapping across restarts. */
  readonly checkpointFile: ((mapping: string) => string) | undefined;
  readonly log: LocalLog;
};

/** Polls the table streams for their functions. Discarded records are written to S3. */
export const startStreamPollers = (input: StreamPollersInput): RunningPart => {
  const { aws, resources, functions, checkpointFile, log } = input;
  const client = createStreamsClient(aws);
  const s3 = createS3Client(aws);
  const streamPollers = streamSources.flatMap((source) => {
    const { name, table, function: id, batchSize, batchingWindowSeconds, filters } = source;
    const streamArn = resources.streams[table];
    const lambda = functions[id];
    if (streamArn === undefined || lambda === undefined) return [];
    const patterns = filters.map((filter) => parsePattern(JSON.stringify(filter)));
    return [
      startStreamPoller({
        client,
        streamArn,
        function: lambda,
        batchSize,
        batchingWindowMs: batchingWindowSeconds * MS_PER_SECOND,
        startingPosition: 'TRIM_HORIZON',
        ...streamRetries,
        reportBatchItemFailures: true,
        accepts: (record) => {
          const json = JSON.parse(JSON.stringify(record));
          return patterns.some((pattern) => matches(pattern, json));
        },
        onFailure: createFailureWriter({ s3, bucket: resources.buckets.failures, mappingId: name }),
        ...(checkpointFile && { checkpoint: createFileCheckpoint(checkpointFile(name)) }),
        log,
      }),
    ];
  });
  return {
    stop: async () => {
      await Promise.all(streamPollers.map((poller) => poller.stop()));
      client.destroy();
      s3.destroy();
    },
  };
};

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;

/** Runs the scheduled functions. */
export const startSchedules = (functions: StageFunctions, log: LocalLog): RunningPart => {
  const running = schedules.flatMap(({ name, everyMinutes, function: id }) => {
    const lambda = functions[id];
    if (lambda === undefined) return [];
    const everyMs = everyMinutes * MS_PER_MINUTE;
    return [startSchedule({ everyMs, function: lambda, event: createScheduledEvent(name), log })];
  });
  return { stop: async () => void (await Promise.all(running.map((each) => each.stop()))) };
};
