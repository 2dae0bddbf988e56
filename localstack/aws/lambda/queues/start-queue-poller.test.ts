import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { startOwnSqs } from '../../../testing/killable-aws.ts';
import { waitFor } from '../../../testing/provided.ts';
import { createTestQueue, failing } from '../../../testing/test-queue.ts';
import { createSqsClient } from '../../clients.ts';
import { deleteMessages, startQueuePoller } from './start-queue-poller.ts';

const listBodies = (event: SQSEvent): string[] => event.Records.map(({ body }) => body);

test('a batch has the shape that Lambda sends, and is deleted when it succeeds', async () => {
  const { queue, send, poll, waiting, inFlight } = await createTestQueue();
  await send('g', 'hello', {
    MessageAttributes: {
      text: { DataType: 'String', StringValue: 'a' },
      bytes: { DataType: 'Binary', BinaryValue: new Uint8Array([0, 255]) },
    },
  });
  const events: SQSEvent[] = [];
  poll(async (event) => void events.push(event));
  await waitFor(async () => {
    expect(events).toHaveLength(1);
    expect((await waiting()) + (await inFlight())).toBe(0);
  });
  expect(events[0]?.Records).toEqual([
    {
      messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receiptHandle: expect.any(String),
      body: 'hello',
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: expect.stringMatching(/^\d{13}$/),
        ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        SenderId: expect.any(String),
        MessageGroupId: 'g',
        MessageDeduplicationId: 'g-hello',
        SequenceNumber: expect.any(String),
      },
      messageAttributes: {
        text: { stringValue: 'a', stringListValues: [], binaryListValues: [], dataType: 'String' },
        bytes: {
          binaryValue: 'AP8=',
          stringListValues: [],
          binaryListValues: [],
          dataType: 'Binary',
        },
      },
      md5OfBody: '5d41402abc4b2a76b9719d911017c592',
      md5OfMessageAttributes: expect.any(String),
      eventSource: 'aws:sqs',
      eventSourceARN: queue.arn,
      awsRegion: 'us-east-1',
    },
  ]);
});

test('only the reported failures of a batch are delivered again', async () => {
  const { send, poll } = await createTestQueue({ visibilityTimeoutSeconds: 1 });
  for (const body of ['a', 'b', 'c']) await send(`group-${body}`, body);
  const batches: string[][] = [];
  poll(async (event) => {
    batches.push(listBodies(event));
    const bad = event.Records.filter(({ body }) => body === 'b' && batches.length === 1);
    return failing(bad.map(({ messageId }) => messageId));
  });
  await waitFor(() => expect(batches).toHaveLength(2));
  expect(batches[0]?.toSorted()).toEqual(['a', 'b', 'c']);
  expect(batches[1]).toEqual(['b']);
});

test.each<[string, () => Promise<unknown>, string]>([
  ['throws', async () => Promise.reject(new Error('no')), 'The function threw an error'],
  ['takes too long', () => Promise.withResolvers<unknown>().promise, 'Task timed out'],
  [
    'names a message that was not in the batch',
    async () => failing(['unknown']),
    'The batch response is not valid, so the whole batch failed',
  ],
])('a function that %s fails the whole batch', async (_, first, message) => {
  const { send, poll, logged } = await createTestQueue({
    visibilityTimeoutSeconds: 1,
    timeoutMs: 300,
  });
  for (const body of ['a', 'b']) await send(`group-${body}`, body);
  const batches: string[][] = [];
  poll(async (event) => {
    batches.push(listBodies(event));
    return batches.length === 1 ? await first() : undefined;
  });
  await waitFor(() => expect(batches).toHaveLength(2));
  expect(batches.map((batch) => batch.toSorted())).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
  expect(logged).toMatchObject([{ subject: 'worker', message }]);
});

test('a poison message ends in the dead-letter queue, and blocks no other group', async () => {
  const { send, poll, receiveDead } = await createTestQueue({
    visibilityTimeoutSeconds: 1,
    maxReceiveCount: 2,
  });
  await send('bad', 'poison');
  const seen: string[] = [];
  poll(async (event) => {
    seen.push(...listBodies(event));
    const bad = event.Records.filter(({ body }) => body === 'poison');
    return failing(bad.map(({ messageId }) => messageId));
  });
  await send('good', 'fine');
  await waitFor(async () => expect(await receiveDead()).toEqual(['poison']));
  expect(seen.toSorted()).toEqual(['fine', 'poison', 'poison']);
});

test('each poller processes one batch at a time', async () => {
  const { send, poll } = await createTestQueue({ pollers: 3, batchSize: 1 });
  for (const group of ['a', 'b', 'c', 'd', 'e']) await send(group, group);
  const gate = Promise.withResolvers<void>();
  let running = 0;
  let most = 0;
  let done = 0;
  poll(async () => {
    running += 1;
    most = Math.max(most, running);
    await gate.promise;
    running -= 1;
    done += 1;
  });
  await waitFor(() => expect(running).toBe(3));
  gate.resolve();
  await waitFor(() => expect(done).toBe(5));
  expect(most).toBe(3);
});

test('messages of one group are never processed concurrently', async () => {
  const { send, poll } = await createTestQueue({ pollers: 4 });
  for (const body of ['1', '2', '3', '4', '5']) await send('g', body);
  const order: string[] = [];
  let running = 0;
  poll(async (event) => {
    running += 1;
    expect(running).toBe(1);
    order.push(...listBodies(event));
    await Promise.resolve();
    running -= 1;
  });
  await waitFor(() => expect(order).toEqual(['1', '2', '3', '4', '5']));
});

test('a stop finishes the batch in progress and receives no other', async () => {
  const { send, poll, waiting, inFlight } = await createTestQueue({ batchSize: 1 });
  await send('a', 'a');
  await send('b', 'b');
  const gate = Promise.withResolvers<void>();
  const handler = vi.fn(() => gate.promise);
  const { stop } = poll(handler);
  await waitFor(() => expect(handler).toHaveBeenCalledTimes(1));
  const stopped = stop();
  gate.resolve();
  await stopped;
  expect(handler).toHaveBeenCalledTimes(1);
  expect([await waiting(), await inFlight()]).toEqual([1, 0]);
});

test('a stopped poller loses no message', async () => {
  const { send, poll } = await createTestQueue({ pollers: 4 });
  const idle = poll(async () => undefined);
  await idle.stop();
  await send('g', 'late');
  const seen: string[] = [];
  poll(async (event) => void seen.push(...listBodies(event)));
  await waitFor(() => expect(seen).toEqual(['late']));
});

test('an unreachable SQS does not stop a poller', async () => {
  const server = await startOwnSqs();
  const { queue, logged } = await createTestQueue();
  const client = createSqsClient({ sqsEndpoint: server.endpoint });
  const handler = vi.fn(async () => undefined);
  const lambda = { name: 'worker', timeoutMs: 1_000, handler };
  const log = (entry: (typeof logged)[number]) => void logged.push(entry);
  // This server does not have the queue yet, which has the same effect as an outage.
  const { stop } = startQueuePoller({
    client,
    queue,
    function: lambda,
    batchSize: 10,
    pollers: 1,
    log,
  });
  const failedPoll = expect.objectContaining({ message: 'Polling failed', subject: 'worker' });
  await waitFor(() => expect(logged).toContainEqual(failedPoll));
  const QueueName = new URL(queue.url).pathname.split('/').at(-1);
  await client.send(new CreateQueueCommand({ QueueName, Attributes: { FifoQueue: 'true' } }));
  const message = { MessageBody: 'x', MessageGroupId: 'g', MessageDeduplicationId: 'd' };
  await client.send(new SendMessageCommand({ QueueUrl: queue.url, ...message }));
  await waitFor(() => expect(handler).toHaveBeenCalledTimes(1));
  await stop();
});

const messages = ['a', 'b', 'c'].map((id) => ({ MessageId: id, ReceiptHandle: `handle-${id}` }));

/** Creates a client that refuses the given entries of each batch. */
const createRefusingClient = (...refused: readonly string[][]) => {
  const client = new SQSClient({ region: 'us-east-1' });
  const sent: string[][] = [];
  vi.spyOn(client, 'send').mockImplementation(async (command: unknown) => {
    if (!(command instanceof DeleteMessageBatchCommand)) throw new TypeError('unexpected');
    const { Entries = [] } = command.input;
    sent.push(Entries.map(({ ReceiptHandle = '' }) => ReceiptHandle));
    const names = refused[sent.length - 1] ?? [];
    const Failed = Entries.filter(({ ReceiptHandle = '' }) => names.includes(ReceiptHandle));
    return { Failed };
  });
  return { client, sent };
};

test('only the messages that SQS did not delete are retried', async () => {
  const { client, sent } = createRefusingClient(['handle-b']);
  expect(await deleteMessages(client, 'url', messages)).toEqual([]);
  expect(sent).toEqual([['handle-a', 'handle-b', 'handle-c'], ['handle-b']]);
});

test('messages that cannot be deleted are returned after three attempts', async () => {
  const { client, sent } = createRefusingClient(['handle-b'], ['handle-b'], ['handle-b']);
  expect(await deleteMessages(client, 'url', messages)).toEqual([messages[1]]);
  expect(sent).toHaveLength(3);
});

test('no call is made if no message is to be deleted', async () => {
  const { client, sent } = createRefusingClient();
  await deleteMessages(client, 'url', []);
  expect(sent).toEqual([]);
});
