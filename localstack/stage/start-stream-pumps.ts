import { streamRetries, streamSources } from '@willcall/topology';
import type { LocalEndpoints } from '../aws/clients/local-endpoints.ts';
import { s3Client } from '../aws/clients/s3-client.ts';
import { streamsClient } from '../aws/clients/streams-client.ts';
import { matches } from '../aws/eventbridge/pattern/matches.ts';
import { parsePattern } from '../aws/eventbridge/pattern/parse-pattern.ts';
import { failuresToBucket } from '../aws/lambda/streams/failures-to-bucket.ts';
import { fileCheckpoint } from '../aws/lambda/streams/file-checkpoint.ts';
import { startStreamPump } from '../aws/lambda/streams/start-stream-pump.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import type { Resources } from './resources/resources.ts';
import type { Running, StageFunctions } from './running.ts';

export type StreamPumpsInput = {
  readonly aws: LocalEndpoints;
  readonly resources: Resources;
  readonly functions: StageFunctions;
  /** A file for each stream's position, over a restart. */
  readonly checkpointFile: ((table: string) => string) | undefined;
  readonly log: LocalLog;
};

/** Hands the tables' changes to the functions of the definitions; what expires goes to S3 whole. */
export const startStreamPumps = (input: StreamPumpsInput): Running => {
  const { aws, resources, functions, checkpointFile, log } = input;
  const client = streamsClient(aws);
  const s3 = s3Client(aws);
  const pumps = streamSources.flatMap(({ table, function: id, batchSize, filters }) => {
    const streamArn = resources.streams[table];
    const lambda = functions[id];
    if (streamArn === undefined || lambda === undefined) return [];
    const patterns = filters.map((filter) => parsePattern(JSON.stringify(filter)));
    return [
      startStreamPump({
        client,
        streamArn,
        function: lambda,
        batchSize,
        startingPosition: 'TRIM_HORIZON',
        ...streamRetries,
        reportBatchItemFailures: true,
        accepts: (record) =>
          patterns.some((pattern) => matches(pattern, JSON.parse(JSON.stringify(record)))),
        onFailure: failuresToBucket({ s3, bucket: resources.buckets.failures, mappingId: table }),
        ...(checkpointFile && { checkpoint: fileCheckpoint(checkpointFile(table)) }),
        log,
      }),
    ];
  });
  return {
    stop: async () => {
      await Promise.all(pumps.map((pump) => pump.stop()));
      client.destroy();
      s3.destroy();
    },
  };
};
