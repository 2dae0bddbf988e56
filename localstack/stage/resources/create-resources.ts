import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type BucketId,
  bucketName,
  buckets,
  busName,
  type QueueDefinition,
  type QueueId,
  queueName,
  queues,
  type StageName,
  type TableId,
  tableName,
  tables,
} from '@willcall/topology';
import {
  createDynamoDbClient,
  createS3Client,
  createSqsClient,
  type LocalEndpoints,
} from '../../aws/clients.ts';
import { createQueue, queueAttributes } from './create-queue.ts';
import { createTable } from './create-table.ts';
import type { QueueResource, ResourceOverrides, Resources } from './resources.ts';

/**
 * Creates the tables, queues and buckets of a stage from the definitions in `@willcall/topology`.
 * Repeatable: what a data folder has kept stays, with its contents.
 */
export const createResources = async (
  aws: LocalEndpoints,
  stage: StageName,
  overrides: ResourceOverrides = {},
): Promise<Resources> => {
  const [tablesAndStreams, queueResources, bucketNames] = await Promise.all([
    createTables(aws, stage, overrides),
    createQueues(aws, stage, overrides),
    createBuckets(aws, stage),
  ]);
  return {
    ...tablesAndStreams,
    queues: queueResources,
    buckets: bucketNames,
    bus: busName(stage),
  };
};

const createTables = async (
  aws: LocalEndpoints,
  stage: StageName,
  { streams: isStreaming = true }: ResourceOverrides,
): Promise<Pick<Resources, 'tables' | 'streams'>> => {
  const client = createDynamoDbClient(aws);
  try {
    const named = keysOf(tables).map((id) => [id, tableName(stage, id)] as const);
    const streams = await Promise.all(
      named.map(async ([id, name]) => {
        const streamed = isStreaming && tables[id].streamed;
        return [id, await createTable(client, name, { ...tables[id], streamed })] as const;
      }),
    );
    return {
      tables: Object.fromEntries(named) as Record<TableId, string>,
      streams: Object.fromEntries(streams.filter(([, arn]) => arn !== undefined)),
    };
  } finally {
    client.destroy();
  }
};

/** Creates the queues of a stage, and nothing else. Repeatable. */
export const createQueues = async (
  aws: Pick<LocalEndpoints, 'sqsEndpoint'>,
  stage: StageName,
  overrides: ResourceOverrides = {},
): Promise<Resources['queues']> => {
  const client = createSqsClient(aws);
  const made = new Map<string, QueueResource>();
  try {
    for (const id of deadLettersFirst()) {
      const definition: QueueDefinition = queues[id];
      const deadLetters = definition.deadLetters && made.get(definition.deadLetters.queue);
      const attributes = queueAttributes(definition, deadLetters?.arn, overrides);
      made.set(id, await createQueue(client, queueName(stage, id), attributes));
    }
    return Object.fromEntries(made) as Record<QueueId, QueueResource>;
  } finally {
    client.destroy();
  }
};

const createBuckets = async (
  aws: LocalEndpoints,
  stage: StageName,
): Promise<Resources['buckets']> => {
  const client = createS3Client(aws);
  try {
    const named = keysOf(buckets).map((id) => [id, bucketName(stage, id)] as const);
    await Promise.all(named.map(([, name]) => createBucket(client, name)));
    return Object.fromEntries(named) as Record<BucketId, string>;
  } finally {
    client.destroy();
  }
};

/** Sorts dead-letter queues first, because a redrive policy needs the ARN of an existing queue. */
const deadLettersFirst = (): QueueId[] => {
  const redrives = (id: QueueId) => Number('deadLetters' in queues[id]);
  return keysOf(queues).toSorted((a, b) => redrives(a) - redrives(b));
};

const keysOf = <K extends string>(record: Readonly<Record<K, unknown>>): K[] =>
  Object.keys(record) as K[];

/** Makes a bucket. Repeatable: one that is there already stays, with its objects. */
export const createBucket = async (s3: S3Client, name: string): Promise<void> => {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
};
