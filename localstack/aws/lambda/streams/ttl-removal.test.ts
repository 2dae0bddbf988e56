import { PutItemCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { waitFor } from '../../../testing/provided.ts';
import { createDynamoDbClient, createStreamsClient } from '../../clients.ts';
import { startDynamoDb } from '../../dynamodb/start-dynamodb.ts';
import { createStreamedTable } from './local-dynamodb.fixture.ts';
import { startStreamPoller } from './start-stream-poller.ts';

/**
 * Starts a separate DynamoDB. DynamoDB Local empties only about seven tables with a TTL, and every
 * stage of a test run has one. Measured with twenty tables: seven were emptied within about a second
 * each, and none of the others within 45 s.
 */
const startOwnDynamoDb = async () => {
  const child = await startDynamoDb();
  const endpoint = { dynamodbEndpoint: `http://127.0.0.1:${child.port}` };
  const client = createDynamoDbClient(endpoint);
  const streams = createStreamsClient(endpoint);
  onTestFinished(async () => {
    client.destroy();
    streams.destroy();
    await child.stop();
  });
  return { client, streams };
};

test('a removal by the TTL arrives in the form of AWS', async () => {
  const { client, streams } = await startOwnDynamoDb();
  const { name, streamArn } = await createStreamedTable(client);
  const records: DynamoDBRecord[] = [];
  const poller = startStreamPoller({
    client: streams,
    streamArn,
    function: {
      name: 'announce',
      timeoutMs: 1_000,
      handler: async ({ Records }: DynamoDBStreamEvent) => {
        records.push(...Records);
      },
    },
    batchSize: 10,
    startingPosition: 'TRIM_HORIZON',
  });
  onTestFinished(poller.stop);
  const Item = { id: { S: 'expired' }, expiresAt: { N: '1700000000' } };
  await client.send(new PutItemCommand({ TableName: name, Item }));
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
  await client.send(new UpdateTimeToLiveCommand({ TableName: name, TimeToLiveSpecification }));
  await waitFor(() => expect(records).toHaveLength(2));
  expect(records[1]).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: { id: { S: 'expired' } }, OldImage: Item },
  });
});
