import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { createQueue } from '../../stage/resources/create-queue.ts';
import { crash, startOwnSqs } from '../../testing/killable-aws.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { createSqsClient } from '../clients.ts';

const DEAD = 'dead.fifo';
const WORK = 'work.fifo';

/** Starts an SQS on a folder and creates its queues. Queues that exist keep their messages. */
const openQueues = async (folder: string) => {
  const server = await startOwnSqs(folder);
  const client = createSqsClient({ sqsEndpoint: server.endpoint });
  onTestFinished(() => client.destroy());
  const dead = await createQueue(client, DEAD, { FifoQueue: 'true' });
  const work = await createQueue(client, WORK, {
    FifoQueue: 'true',
    VisibilityTimeout: '600',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 2 }),
  });
  return { server, client, dead, work };
};

const send = (client: SQSClient, url: string, group: string, body: string) =>
  client.send(
    new SendMessageCommand({
      QueueUrl: url,
      MessageBody: body,
      MessageGroupId: group,
      MessageDeduplicationId: `${group}-${body}`,
    }),
  );

const receive = async (client: SQSClient, url: string) => {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: url,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['All'],
    }),
  );
  return Messages;
};

const drain = async (client: SQSClient, url: string): Promise<string[]> => {
  const bodies: string[] = [];
  for (;;) {
    const [message] = await receive(client, url);
    if (message === undefined) return bodies;
    bodies.push(message.Body ?? '');
    await client.send(
      new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }),
    );
  }
};

test('messages survive a crash of SQS, each once and in group order', async () => {
  const folder = await createTemporaryFolder();
  const before = await openQueues(folder);
  for (const body of ['1', '2', '3']) await send(before.client, before.work.url, 'g', body);
  await crash(before.server);
  const after = await openQueues(folder);
  expect(await drain(after.client, after.work.url)).toEqual(['1', '2', '3']);
  await crash(after.server);
  const empty = await openQueues(folder);
  expect(await drain(empty.client, empty.work.url)).toEqual([]);
});

test('regression: a message in progress stayed hidden after a crash until its timeout', async () => {
  const folder = await createTemporaryFolder();
  const before = await openQueues(folder);
  for (const body of ['1', '2']) await send(before.client, before.work.url, 'g', body);
  expect(await receive(before.client, before.work.url)).toHaveLength(1);
  await crash(before.server);
  const { client, work } = await openQueues(folder);
  const [again] = await receive(client, work.url);
  expect(again).toMatchObject({ Body: '1', Attributes: { ApproximateReceiveCount: '2' } });
  expect(await receive(client, work.url)).toEqual([]);
});

test('a message that was received too often before a crash is a dead letter after it', async () => {
  const folder = await createTemporaryFolder();
  for (let crashes = 1; crashes <= 2; crashes += 1) {
    const { server, client, work } = await openQueues(folder);
    if (crashes === 1) await send(client, work.url, 'g', 'poison');
    expect(await receive(client, work.url)).toHaveLength(1);
    await crash(server);
  }
  const { client, work, dead } = await openQueues(folder);
  expect(await receive(client, work.url)).toEqual([]);
  expect(await drain(client, dead.url)).toEqual(['poison']);
});

test('regression: with a data folder, a message can be made visible at once', async () => {
  const { client, work } = await openQueues(await createTemporaryFolder());
  await send(client, work.url, 'g', '1');
  const [first] = await receive(client, work.url);
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: work.url,
      ReceiptHandle: first?.ReceiptHandle,
      VisibilityTimeout: 0,
    }),
  );
  const [second] = await receive(client, work.url);
  expect(second?.Body).toBe('1');
});

test('a dead letter is only in the dead-letter queue after a crash', async () => {
  const folder = await createTemporaryFolder();
  const before = await openQueues(folder);
  await send(before.client, before.work.url, 'g', 'poison');
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const [message] = await receive(before.client, before.work.url);
    await before.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: before.work.url,
        ReceiptHandle: message?.ReceiptHandle,
        VisibilityTimeout: 0,
      }),
    );
  }
  expect(await receive(before.client, before.work.url)).toEqual([]);
  await crash(before.server);
  const { client, work, dead } = await openQueues(folder);
  expect(await drain(client, work.url)).toEqual([]);
  expect(await drain(client, dead.url)).toEqual(['poison']);
});

test('a stored queue has a URL with the current port', async () => {
  const folder = await createTemporaryFolder();
  const before = await openQueues(folder);
  await crash(before.server);
  const after = await openQueues(folder);
  expect(new URL(after.work.url).origin).toBe(after.server.endpoint);
});
