import {
  DeleteTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { createDynamoDbClient, createSqsClient, type LocalEndpoints } from '../../aws/clients.ts';
import { notificationQueueName } from '../../aws/fauxqs/object-notification.ts';
import type { Resources } from './resources.ts';

/** Deletes what a stage has created and nobody needs any more, but not its buckets. Repeatable. */
export const removeResources = async (aws: LocalEndpoints, resources: Resources): Promise<void> => {
  const { tables, queues, buckets } = resources;
  const dynamodb = createDynamoDbClient(aws);
  const sqs = createSqsClient(aws);
  try {
    await Promise.all([
      removeTables(dynamodb, Object.values(tables)),
      ...Object.values(queues).map(({ url }) => removeQueue(sqs, url)),
      ...Object.values(buckets).map((bucket) => removeNotifications(sqs, bucket)),
    ]);
  } finally {
    dynamodb.destroy();
    sqs.destroy();
  }
};

/**
 * Once a second, DynamoDB Local looks at every table for expired items and new indexes: tables that were left
 * behind slow down all others.
 */
const removeTables = async (client: DynamoDBClient, names: readonly string[]): Promise<void> => {
  for (const TableName of names) {
    await client
      .send(new DeleteTableCommand({ TableName }))
      .catch(ignore(ResourceNotFoundException));
  }
};

/** Ends the long polls of the queue at once. */
const removeQueue = async (client: SQSClient, QueueUrl: string): Promise<void> => {
  await client.send(new DeleteQueueCommand({ QueueUrl })).catch(ignore(QueueDoesNotExist));
};

/** A bucket has a queue of notifications only in a stage that announces. */
const removeNotifications = async (client: SQSClient, bucket: string): Promise<void> => {
  const request = new GetQueueUrlCommand({ QueueName: notificationQueueName(bucket) });
  const found = await client.send(request).catch(ignore(QueueDoesNotExist));
  if (found?.QueueUrl !== undefined) await removeQueue(client, found.QueueUrl);
};

const ignore =
  (kind: abstract new (...parameters: never[]) => Error) =>
  (error: unknown): undefined => {
    if (!(error instanceof kind)) throw error;
  };
