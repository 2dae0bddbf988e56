import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { createNotifyingBucket } from '../../stage/object-notifications.ts';
import { createS3Client, createSqsClient } from '../clients.ts';
import { startSqs } from './start-sqs.ts';

const startServer = async (folder: string) => {
  const child = await startSqs({ folder });
  const endpoint = { sqsEndpoint: `http://127.0.0.1:${child.port}` };
  const s3 = createS3Client(endpoint);
  const sqs = createSqsClient(endpoint);
  onTestFinished(async () => {
    s3.destroy();
    sqs.destroy();
    await child.stop();
  });
  return { child, s3, sqs };
};

test('with a data folder, objects and their notifications survive a crash', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-s3-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const Bucket = 'flyers-kept';
  const first = await startServer(folder);
  await createNotifyingBucket(first.s3, first.sqs, Bucket);
  await first.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'bytes' }));
  process.kill(first.child.pid, 'SIGKILL');
  await first.child.unexpectedEnd;
  const second = await startServer(folder);
  const { created } = await createNotifyingBucket(second.s3, second.sqs, Bucket);
  const { Body } = await second.s3.send(new GetObjectCommand({ Bucket, Key: 'a' }));
  expect(await Body?.transformToString()).toBe('bytes');
  const { Messages } = await second.sqs.send(new ReceiveMessageCommand({ QueueUrl: created.url }));
  expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
    Records: [{ s3: { object: { key: 'a', size: 5 } } }],
  });
});
