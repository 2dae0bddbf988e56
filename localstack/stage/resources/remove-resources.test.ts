import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { tableName } from '@willcall/topology';
import { expect, onTestFinished, test } from 'vitest';
import { createDynamoDbClient, createS3Client, createSqsClient } from '../../aws/clients.ts';
import { createStageName, sharedAws } from '../../testing/provided.ts';
import { createNotifyingBucket } from '../object-notifications.ts';
import { createResources } from './create-resources.ts';
import { removeResources } from './remove-resources.ts';

test('tables and queues of a stage are removed, also those of its uploads, and also twice', async () => {
  const stage = createStageName();
  const dynamodb = createDynamoDbClient(sharedAws());
  const sqs = createSqsClient(sharedAws());
  const s3 = createS3Client(sharedAws());
  onTestFinished(() => [dynamodb, sqs, s3].forEach((client) => void client.destroy()));
  const listRemaining = async () => {
    const prefix = `willcall-${stage}`;
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: prefix }));
    const ExclusiveStartTableName = prefix;
    const { TableNames = [] } = await dynamodb.send(
      new ListTablesCommand({ ExclusiveStartTableName }),
    );
    return { queues: QueueUrls, tables: TableNames.filter((name) => name.startsWith(prefix)) };
  };
  const resources = await createResources(sharedAws(), stage);
  await createNotifyingBucket(s3, sqs, resources.buckets.flyers);
  const made = await listRemaining();
  expect(made.tables).toContain(tableName(stage, 'shows'));
  expect(made.queues).toHaveLength(Object.keys(resources.queues).length + 1);
  await removeResources(sharedAws(), resources);
  await removeResources(sharedAws(), resources);
  expect(await listRemaining()).toEqual({ queues: [], tables: [] });
});
