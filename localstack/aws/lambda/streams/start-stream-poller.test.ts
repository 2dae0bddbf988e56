import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteItemCommand,
  DeleteTableCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { waitFor } from '../../../testing/provided.ts';
import type { LocalLogEntry } from '../../process/local-log.ts';
import {
  createLocalClients,
  createStreamedTable,
  type StreamedTable,
} from './local-dynamodb.fixture.ts';
import { type StreamPollerOptions, startStreamPoller } from './start-stream-poller.ts';
import { createFileCheckpoint } from './stream-checkpoint.ts';

const { client, streams } = createLocalClients();

const put = (table: StreamedTable, id: string) =>
  client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: { id: { S: id } },
    }),
  );

type Handler = (event: DynamoDBStreamEvent) => unknown;

const startTestPoller = (
  { streamArn }: StreamedTable,
  options: Partial<StreamPollerOptions> = {},
  handler: Handler = () => undefined,
) => {
  const batches: DynamoDBRecord[][] = [];
  const logged: LocalLogEntry[] = [];
  const poller = startStreamPoller({
    client: streams,
    streamArn,
    function: {
      name: 'announce',
      timeoutMs: 5_000,
      handler: async (event: DynamoDBStreamEvent) => {
        const answer = await handler(event);
        batches.push(event.Records);
        return answer;
      },
    },
    batchSize: 100,
    startingPosition: 'TRIM_HORIZON',
    pollIntervalMs: 100,
    log: (entry) => logged.push(entry),
    ...options,
  });
  onTestFinished(poller.stop);
  const listChanges = () =>
    batches.flat().map(({ eventName, dynamodb }) => `${eventName} ${dynamodb?.Keys?.id?.S}`);
  return { poller, batches, listChanges, logged };
};

test("an item's changes arrive in order, each once, with its images", async () => {
  const table = await createStreamedTable(client);
  const { listChanges, batches } = startTestPoller(table);
  const key = { TableName: table.name, Key: { id: { S: 'a' } } };
  await put(table, 'a');
  await client.send(
    new UpdateItemCommand({
      ...key,
      UpdateExpression: 'SET sold = :sold',
      ExpressionAttributeValues: { ':sold': { N: '1' } },
    }),
  );
  await client.send(new DeleteItemCommand(key));
  await waitFor(() => expect(listChanges()).toEqual(['INSERT a', 'MODIFY a', 'REMOVE a']));
  const [inserted, modified, removed] = batches.flat();
  expect(inserted).toMatchObject({ eventSource: 'aws:dynamodb', eventSourceARN: table.streamArn });
  expect(inserted?.dynamodb).not.toHaveProperty('OldImage');
  expect(modified?.dynamodb).toMatchObject({
    OldImage: { id: { S: 'a' } },
    NewImage: { id: { S: 'a' }, sold: { N: '1' } },
    StreamViewType: 'NEW_AND_OLD_IMAGES',
  });
  expect(removed?.dynamodb?.OldImage).toEqual({ id: { S: 'a' }, sold: { N: '1' } });
  expect(removed).not.toHaveProperty('userIdentity');
});

test('a batch has accepted records only, and at most the batch size', async () => {
  const table = await createStreamedTable(client);
  for (const id of ['a1', 'b1', 'a2', 'b2', 'a3']) await put(table, id);
  const accepts = ({ dynamodb }: DynamoDBRecord) => dynamodb?.Keys?.id?.S?.startsWith('a') === true;
  const { batches, listChanges } = startTestPoller(table, { batchSize: 2, accepts });
  await waitFor(() => expect(listChanges()).toEqual(['INSERT a1', 'INSERT a2', 'INSERT a3']));
  expect(batches.map(({ length }) => length)).toEqual([2, 1]);
});

test('a stop finishes the batch in progress, and a restart resumes after it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-streams-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const checkpoint = () => createFileCheckpoint(join(folder, 'positions.json'));
  const table = await createStreamedTable(client);
  for (const id of ['a', 'b', 'c']) await put(table, id);
  const started = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const first = startTestPoller(table, { batchSize: 2, checkpoint: checkpoint() }, async () => {
    started.resolve();
    await finish.promise;
  });
  await started.promise;
  const stopped = first.poller.stop();
  finish.resolve();
  await stopped;
  expect(first.listChanges()).toEqual(['INSERT a', 'INSERT b']);
  const second = startTestPoller(table, { checkpoint: checkpoint() });
  await put(table, 'd');
  await waitFor(() => expect(second.listChanges()).toEqual(['INSERT c', 'INSERT d']));
});

test('from LATEST, only later changes are read', async () => {
  const table = await createStreamedTable(client);
  await put(table, 'before');
  const { listChanges } = startTestPoller(table, { startingPosition: 'LATEST' });
  let written = 0;
  await waitFor(async () => {
    await put(table, `after-${written}`);
    written += 1;
    expect(listChanges()).not.toEqual([]);
  });
  expect(listChanges()).not.toContain('INSERT before');
});

test.each(['TRIM_HORIZON', 'LATEST'] as const)(
  'from %s, the first change of a table is read after changes of another table, without an error',
  async (startingPosition) => {
    const [table, other] = [await createStreamedTable(client), await createStreamedTable(client)];
    const handled = startTestPoller(table, { startingPosition });
    const handledOfOther = startTestPoller(other);
    await put(other, 'before');
    await waitFor(() => expect(handledOfOther.listChanges()).toEqual(['INSERT before']));
    await put(table, 'first');
    await waitFor(() => expect(handled.listChanges()).toEqual(['INSERT first']));
    expect(handled.logged).toEqual([]);
  },
);

test('a poison record is discarded alone, and the others are processed', async () => {
  const table = await createStreamedTable(client);
  for (const id of ['a', 'poison', 'b', 'c']) await put(table, id);
  const payloads: string[] = [];
  const { listChanges } = startTestPoller(
    table,
    {
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 1,
      onFailure: async ({ payload }) => {
        payloads.push(payload);
      },
    },
    ({ Records }) => {
      if (Records.some(({ dynamodb }) => dynamodb?.Keys?.id?.S === 'poison')) throw new Error('no');
    },
  );
  await waitFor(() => expect(listChanges()).toEqual(['INSERT a', 'INSERT b', 'INSERT c']));
  expect(payloads.map((payload) => JSON.parse(payload).Records)).toMatchObject([
    [{ eventName: 'INSERT', dynamodb: { NewImage: { id: { S: 'poison' } } } }],
  ]);
});

test('a poller can be stopped after its table was deleted', async () => {
  const table = await createStreamedTable(client);
  const { poller, listChanges } = startTestPoller(table);
  await put(table, 'a');
  await waitFor(() => expect(listChanges()).toEqual(['INSERT a']));
  await client.send(new DeleteTableCommand({ TableName: table.name }));
  await poller.stop();
});
