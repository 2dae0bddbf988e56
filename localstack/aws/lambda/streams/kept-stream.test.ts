import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { waitFor } from '../../../testing/provided.ts';
import { createDynamoDbClient, createStreamsClient } from '../../clients.ts';
import { startDynamoDb } from '../../dynamodb/start-dynamodb.ts';
import { createStreamedTable, type StreamedTable } from './local-dynamodb.fixture.ts';
import { startStreamPoller } from './start-stream-poller.ts';
import { createFileCheckpoint } from './stream-checkpoint.ts';

const startOwnDynamoDb = async (folder: string) => {
  const child = await startDynamoDb({ folder: join(folder, 'dynamodb') });
  const endpoint = { dynamodbEndpoint: `http://127.0.0.1:${child.port}` };
  const client = createDynamoDbClient(endpoint);
  const streams = createStreamsClient(endpoint);
  const ids: string[] = [];
  const startPoller = ({ streamArn }: StreamedTable) =>
    startStreamPoller({
      client: streams,
      streamArn,
      function: {
        name: 'announce',
        timeoutMs: 1_000,
        handler: async ({ Records }: DynamoDBStreamEvent) => {
          ids.push(...Records.map(({ dynamodb }) => dynamodb?.Keys?.id?.S ?? ''));
        },
      },
      batchSize: 10,
      startingPosition: 'TRIM_HORIZON',
      pollIntervalMs: 100,
      checkpoint: createFileCheckpoint(join(folder, 'positions.json')),
    });
  onTestFinished(async () => {
    client.destroy();
    streams.destroy();
    await child.stop();
  });
  const put = ({ name }: StreamedTable, id: string) =>
    client.send(new PutItemCommand({ TableName: name, Item: { id: { S: id } } }));
  return { child, client, startPoller, put, ids };
};

test('with a data folder, a poller resumes at its saved position after a crash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-streams-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const first = await startOwnDynamoDb(folder);
  const table = await createStreamedTable(first.client);
  const poller = first.startPoller(table);
  await first.put(table, 'handled');
  await waitFor(() => expect(first.ids).toEqual(['handled']));
  await poller.stop();
  await first.put(table, 'waiting');
  process.kill(first.child.pid, 'SIGKILL');
  await first.child.unexpectedEnd;
  const second = await startOwnDynamoDb(folder);
  const restarted = second.startPoller(table);
  onTestFinished(restarted.stop);
  await second.put(table, 'later');
  await waitFor(() => expect(second.ids).toEqual(['waiting', 'later']));
});
