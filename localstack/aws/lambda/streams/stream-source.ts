import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import { requireField } from '../../local-aws-error.ts';
import { createStreamRecord } from './stream-record.ts';

export type Shard = {
  readonly id: string;
  readonly parentId?: string | undefined;
  /** Whether the shard gets no more records: it has children, or the stream was disabled. */
  readonly isClosed: boolean;
};

/** Where to read from. */
export type ShardStart = 'TRIM_HORIZON' | 'LATEST' | { readonly after: string };

type Page = {
  readonly records: readonly DynamoDBRecord[];
  /** Missing once a closed shard has been read to its end. */
  readonly next?: string | undefined;
};

/** The stream that a poller reads. */
export type StreamSource = {
  /** Returns parents before their children. */
  shards(): Promise<readonly Shard[]>;
  iterator(shardId: string, start: ShardStart): Promise<string>;
  read(iterator: string): Promise<Page>;
};

/** The maximum that GetRecords returns. */
const PAGE_SIZE = 1_000;

/** Creates a source that reads a stream with the DynamoDB Streams API. */
export const createStreamSource = (
  client: DynamoDBStreamsClient,
  streamArn: string,
): StreamSource => ({
  shards: async () => {
    const shards: Shard[] = [];
    let last: string | undefined;
    do {
      const { StreamDescription: stream } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId: last }),
      );
      for (const { ShardId, ParentShardId, SequenceNumberRange } of stream?.Shards ?? []) {
        const isClosed = SequenceNumberRange?.EndingSequenceNumber !== undefined;
        shards.push({
          id: requireField(ShardId, 'ShardId'),
          parentId: ParentShardId,
          isClosed,
        });
      }
      last = stream?.LastEvaluatedShardId;
    } while (last !== undefined);
    return shards;
  },

  iterator: async (shardId, start) => {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamArn: streamArn,
        ShardId: shardId,
        ...(typeof start === 'string'
          ? { ShardIteratorType: start }
          : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: start.after }),
      }),
    );
    return requireField(ShardIterator, 'ShardIterator');
  },

  read: async (iterator) => {
    const { Records = [], NextShardIterator } = await client.send(
      new GetRecordsCommand({ ShardIterator: iterator, Limit: PAGE_SIZE }),
    );
    return {
      records: Records.map((record) => createStreamRecord(streamArn, record)),
      next: NextShardIterator,
    };
  },
});
