import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { queues, tables } from '@willcall/topology';
import { expect, onTestFinished, test } from 'vitest';
import { createDynamoDbClient, createSqsClient } from '../../aws/clients.ts';
import { createStageName, sharedAws } from '../../testing/provided.ts';
import { createResources } from './create-resources.ts';

const createClients = () => {
  const dynamodb = createDynamoDbClient(sharedAws());
  const sqs = createSqsClient(sharedAws());
  onTestFinished(() => {
    dynamodb.destroy();
    sqs.destroy();
  });
  return { dynamodb, sqs };
};

const readAttributes = async (url: string) => {
  const { Attributes } = await createClients().sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return Attributes;
};

test('tables are created with on-demand billing, keys and indexes', async () => {
  const resources = await createResources(sharedAws(), createStageName());
  const { Table } = await createClients().dynamodb.send(
    new DescribeTableCommand({ TableName: resources.tables.shows }),
  );
  expect(Table).toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    KeySchema: [{ AttributeName: tables.shows.partitionKey.name, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: tables.shows.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: [
        { AttributeName: index.partitionKey.name, KeyType: 'HASH' },
        { AttributeName: index.sortKey.name, KeyType: 'RANGE' },
      ],
    })),
  });
});

test('the queue is a high-throughput FIFO queue that redrives to its dead letters', async () => {
  const resources = await createResources(sharedAws(), createStageName());
  expect(await readAttributes(resources.queues.purchases.url)).toMatchObject({
    QueueArn: resources.queues.purchases.arn,
    FifoQueue: 'true',
    DeduplicationScope: 'messageGroup',
    FifoThroughputLimit: 'perMessageGroupId',
    VisibilityTimeout: String(queues.purchases.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queues.purchases.retentionSeconds),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: resources.queues['purchases-dead'].arn,
      maxReceiveCount: queues.purchases.deadLetters.maxReceiveCount,
    }),
  });
});

test('a test can override the receive count and the visibility timeout', async () => {
  const overrides = { maxReceiveCount: 1, visibilityTimeoutSeconds: 7 };
  const resources = await createResources(sharedAws(), createStageName(), overrides);
  const attributes = await readAttributes(resources.queues.purchases.url);
  expect(attributes?.VisibilityTimeout).toBe('7');
  expect(JSON.parse(attributes?.RedrivePolicy ?? '')).toMatchObject({ maxReceiveCount: 1 });
});

test('a second creation keeps the contents and updates changed attributes', async () => {
  const stage = createStageName();
  const first = await createResources(sharedAws(), stage);
  const message = { MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  const { url } = first.queues.purchases;
  await createClients().sqs.send(new SendMessageCommand({ QueueUrl: url, ...message }));
  expect(await createResources(sharedAws(), stage)).toEqual(first);
  await createResources(sharedAws(), stage, { visibilityTimeoutSeconds: 7 });
  expect(await readAttributes(url)).toMatchObject({
    ApproximateNumberOfMessages: '1',
    VisibilityTimeout: '7',
  });
});
