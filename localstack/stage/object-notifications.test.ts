import { randomUUID } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Event } from 'aws-lambda';
import { afterAll, expect, inject, onTestFinished, test } from 'vitest';
import { createS3Client, createSqsClient } from '../aws/clients.ts';
import { presignedPut } from '../aws/fauxqs/presigned-put.fixture.ts';
import type { LocalLogEntry } from '../aws/process/local-log.ts';
import { onlyEmbedded, waitFor } from '../testing/provided.ts';
import {
  createNotifyingBucket,
  type ObjectNotificationOptions,
  startObjectNotifications,
} from './object-notifications.ts';

onlyEmbedded("S3's notifications");

const endpoint = inject('sqsEndpoint');
const s3 = createS3Client({ sqsEndpoint: endpoint });
const sqs = createSqsClient({ sqsEndpoint: endpoint }, 20);
afterAll(() => {
  s3.destroy();
  sqs.destroy();
});

const createTestBucket = () => createNotifyingBucket(s3, sqs, `flyers-${randomUUID()}`);

const startNotifications = (
  bucket: ObjectNotificationOptions['bucket'],
  options: Partial<ObjectNotificationOptions> = {},
  handler: (event: S3Event) => unknown = () => undefined,
) => {
  const events: S3Event[] = [];
  const logged: LocalLogEntry[] = [];
  const notifications = startObjectNotifications({
    client: sqs,
    bucket,
    function: {
      name: 'flyers',
      timeoutMs: 2_000,
      handler: async (event: S3Event) => {
        events.push(event);
        return await handler(event);
      },
    },
    retryDelaysSeconds: [0, 0],
    log: (entry) => logged.push(entry),
    ...options,
  });
  onTestFinished(notifications.stop);
  const listCreated = () =>
    events.flatMap(({ Records }) =>
      Records.map(({ eventName, s3: { object } }) => ({
        eventName,
        key: object.key,
        size: object.size,
      })),
    );
  return { notifications, events, logged, listCreated };
};

test('a presigned PUT stores its bytes and invokes the function, once', async () => {
  const bucket = await createTestBucket();
  const { events, listCreated } = startNotifications(bucket);
  const url = presignedPut({
    endpoint,
    bucket: bucket.name,
    key: 'shows/a b+c.png',
    contentType: 'image/png',
  });
  const body = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
  const response = await fetch(url, {
    method: 'PUT',
    body,
    headers: { 'content-type': 'image/png' },
  });
  expect(response.status).toBe(200);
  await waitFor(() =>
    expect(listCreated()).toEqual([
      { eventName: 'ObjectCreated:Put', key: 'shows/a+b%2Bc.png', size: 4 },
    ]),
  );
  expect(events[0]?.Records[0]?.s3.bucket).toMatchObject({
    name: bucket.name,
    arn: `arn:aws:s3:::${bucket.name}`,
  });
  expect(response.headers.get('etag')).toBe(`"${events[0]?.Records[0]?.s3.object.eTag}"`);
  const stored = await s3.send(
    new GetObjectCommand({ Bucket: bucket.name, Key: 'shows/a b+c.png' }),
  );
  expect(stored.ContentType).toBe('image/png');
  expect(Buffer.from((await stored.Body?.transformToByteArray()) ?? [])).toEqual(body);
});

test('puts, copies and multipart uploads of the SDK have their own event names', async () => {
  const bucket = await createTestBucket();
  const { listCreated } = startNotifications(bucket);
  const Bucket = bucket.name;
  await s3.send(new PutObjectCommand({ Bucket, Key: 'put', Body: 'four' }));
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/put` }));
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
  const { ETag } = await s3.send(
    new UploadPartCommand({ Bucket, Key: 'parts', UploadId, PartNumber: 1, Body: 'sixsix' }),
  );
  await s3.send(
    new CompleteMultipartUploadCommand({
      Bucket,
      Key: 'parts',
      UploadId,
      MultipartUpload: { Parts: [{ ETag, PartNumber: 1 }] },
    }),
  );
  await waitFor(() => expect(listCreated()).toHaveLength(3));
  const named = new Map(listCreated().map(({ key, ...rest }) => [key, rest]));
  expect(named.get('put')).toEqual({ eventName: 'ObjectCreated:Put', size: 4 });
  expect(named.get('copy')).toEqual({ eventName: 'ObjectCreated:Copy', size: 4 });
  expect(named.get('parts')).toEqual({
    eventName: 'ObjectCreated:CompleteMultipartUpload',
    size: 6,
  });
});

test('a failed event is retried twice, and then discarded', async () => {
  const bucket = await createTestBucket();
  const givenUp: S3Event[] = [];
  const { events, logged } = startNotifications(
    bucket,
    {
      onFailure: async (event) => {
        givenUp.push(event);
      },
    },
    () => {
      throw new Error('no');
    },
  );
  await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'a', Body: 'x' }));
  await waitFor(() => expect(givenUp).toHaveLength(1));
  expect(events).toHaveLength(3);
  expect(givenUp).toEqual([events[0]]);
  expect(logged.filter(({ message }) => message === 'The event was discarded')).toHaveLength(1);
});

test('a function that recovers is not called again', async () => {
  const bucket = await createTestBucket();
  let calls = 0;
  const { listCreated, notifications } = startNotifications(bucket, {}, () => {
    calls += 1;
    if (calls === 1) throw new Error('once');
  });
  await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'a', Body: 'x' }));
  await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'b', Body: 'x' }));
  await waitFor(() => expect(listCreated()).toHaveLength(3));
  await notifications.stop();
  expect(calls).toBe(3);
});

test('uploads made while no stage runs wait for the next stage', async () => {
  const bucket = await createTestBucket();
  await s3.send(new PutObjectCommand({ Bucket: bucket.name, Key: 'early', Body: 'x' }));
  const { listCreated } = startNotifications(await createNotifyingBucket(s3, sqs, bucket.name));
  await waitFor(() => expect(listCreated()).toMatchObject([{ key: 'early' }]));
});
