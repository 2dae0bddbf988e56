import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import { startLocalAws } from '@willcall/localstack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';

/**
 * Differences between the streams of DynamoDB Local and AWS, which the poller compensates for. Uses its
 * own DynamoDB, because the shared one has too many TTL tables to scan each of them in time.
 */
const aws = await startLocalAws();
const configuration = {
  endpoint: aws.dynamodbEndpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const client = new DynamoDBClient(configuration);
const streams = new DynamoDBStreamsClient(configuration);
afterAll(async () => {
  client.destroy();
  streams.destroy();
  await aws.stop();
});

const createTable = async (name: string): Promise<string> => {
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  );
  return TableDescription?.LatestStreamArn ?? '';
};

const TableName = `contract-${randomUUID()}`;
let StreamArn: string;
beforeAll(async () => {
  StreamArn = await createTable(TableName);
});

const oldest = async (arn: string): Promise<string | undefined> => {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn: arn }));
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({
      StreamArn: arn,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: 'TRIM_HORIZON',
    }),
  );
  return ShardIterator;
};

const recordsOf = async (id: string): Promise<readonly _Record[]> => {
  const ShardIterator = await oldest(StreamArn);
  const { Records = [] } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  return Records.filter(({ dynamodb }) => dynamodb?.Keys?.id?.S === id);
};

test('a removal by the TTL has an unknown event name and no user identity', async () => {
  const Item = { id: { S: 'expired' }, expiresAt: { N: '1700000000' } };
  await client.send(new PutItemCommand({ TableName, Item }));
  // Enabled only now: a new TTL is checked at once, later ones at 20 items every 10 s, if at all.
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  const removal = await waitFor(async () => {
    const [, second] = await recordsOf('expired');
    expect(second).toBeDefined();
    return second;
  });
  // AWS: 'REMOVE' and { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }.
  expect(removal?.eventName).toBe('UNKNOWN_TO_SDK_VERSION');
  expect(removal).not.toHaveProperty('userIdentity');
  expect(removal?.dynamodb?.OldImage).toEqual(Item);
  expect(removal?.dynamodb).not.toHaveProperty('NewImage');
});

test('the time of a change is rounded down to the minute', async () => {
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'timed' } } }));
  const [record] = await recordsOf('timed');
  // AWS rounds down to the second.
  expect(record?.dynamodb?.ApproximateCreationDateTime?.getSeconds()).toBe(0);
});

test('the region of records and streams is ddblocal', async () => {
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'placed' } } }));
  const [record] = await recordsOf('placed');
  expect(record?.awsRegion).toBe('ddblocal');
  expect(StreamArn).toMatch(/^arn:aws:dynamodb:ddblocal:000000000000:table\//);
});

test('an iterator from before the first record reports it as trimmed if another table was written in between', async () => {
  const name = `contract-${randomUUID()}`;
  const ShardIterator = await oldest(await createTable(name));
  // All tables share one sequence of numbers. On AWS they do not.
  await client.send(new PutItemCommand({ TableName, Item: { id: { S: 'between' } } }));
  await client.send(new PutItemCommand({ TableName: name, Item: { id: { S: 'first' } } }));
  await expect(streams.send(new GetRecordsCommand({ ShardIterator }))).rejects.toThrow(
    TrimmedDataAccessException,
  );
});
