import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { createDynamoDbClient, createResources, localCredentials } from '@willcall/localstack';
import { afterAll, expect, inject, test } from 'vitest';
import { expireItems } from '../support/backend/expire-items.ts';
import { onlyOn } from '../support/backend/only-on.ts';
import { bodies, scratchQueues } from './scratch/scratch-queues.ts';

/** Where LocalStack behaves like AWS and the embedded backend does not, or the other way round. */
onlyOn('localstack', 'It describes LocalStack. Run it with WILLCALL_BACKEND=localstack.');

/** Whether the run started the pinned image itself. Another emulator may answer at a given endpoint. */
const isOurImage = !process.env.AWS_ENDPOINT_URL;

const endpoint = inject('dynamodbEndpoint');
const configuration = {
  endpoint,
  region: 'us-east-1',
  credentials: localCredentials,
};
const streams = new DynamoDBStreamsClient(configuration);
const dynamodb = createDynamoDbClient({ dynamodbEndpoint: endpoint });
afterAll(() => {
  streams.destroy();
  dynamodb.destroy();
});

const recordsOf = async (StreamArn: string | undefined) => {
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const ShardId = StreamDescription?.Shards?.[0]?.ShardId;
  const { ShardIterator } = await streams.send(
    new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
  );
  return (await streams.send(new GetRecordsCommand({ ShardIterator }))).Records ?? [];
};

test('an endpoint triggers the hourly TTL, and its removals have no user identity', async ({
  skip,
}) => {
  const aws = { dynamodbEndpoint: endpoint, sqsEndpoint: endpoint };
  const { tables, streams: arns } = await createResources(aws, `contract-${randomUUID()}`);
  const Item = {
    dueKey: { S: '2020-01-01T00:00#0' },
    purchaseRef: { S: 'expired' },
    expiresAt: { N: '1700000000' },
  };
  await dynamodb.send(new PutItemCommand({ TableName: tables.reminders, Item }));
  const swept = await expireItems(endpoint);
  skip(
    !swept,
    'LocalStack aborts its TTL sweep while other tests create tables. Run this file alone.',
  );
  const [put, removal] = await recordsOf(arns.reminders);
  expect(put?.eventName).toBe('INSERT');
  expect(removal).toMatchObject({ eventName: 'REMOVE', dynamodb: { OldImage: Item } });
  // AWS: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' }.
  if (isOurImage) expect(removal).not.toHaveProperty('userIdentity');
});

test('as on AWS, a receive returns several messages of a group in order', async () => {
  const { send, receive } = await scratchQueues();
  for (const body of ['a1', 'a2', 'a3']) await send('a', body);
  expect(bodies(await receive())).toEqual(['a1', 'a2', 'a3']);
});

test('as on AWS, deduplication is per group if the queue is configured so', async () => {
  const { send, receive } = await scratchQueues();
  await send('a', 'a1', { MessageDeduplicationId: 'same' });
  await send('b', 'b1', { MessageDeduplicationId: 'same' });
  expect(bodies(await receive()).toSorted()).toEqual(['a1', 'b1']);
});

test('an invalid event pattern is accepted; AWS refuses it', async ({ skip }) => {
  skip(!isOurImage, 'What answers at AWS_ENDPOINT_URL may be another emulator, closer to AWS.');
  const client = new EventBridgeClient(configuration);
  const rule = { Name: `contract-${randomUUID()}`, EventPattern: '{"source":"no list"}' };
  await expect(client.send(new PutRuleCommand(rule))).resolves.toHaveProperty('RuleArn');
  client.destroy();
});
