import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { onlyOn } from '../support/backend/only-on.ts';

onlyOn('embedded', 'It describes fauxqs. LocalStack has its own S3.');

/** Differences between the S3 of fauxqs and of AWS. */
const endpoint = inject('sqsEndpoint');
const configuration = {
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const s3 = new S3Client({ ...configuration, forcePathStyle: true });
const sqs = new SQSClient({ ...configuration, useQueueUrlAsEndpoint: false });
afterAll(() => {
  s3.destroy();
  sqs.destroy();
});

const Bucket = `contract-${randomUUID()}`;
beforeAll(() => s3.send(new CreateBucketCommand({ Bucket })));

const signed = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-SignedHeaders=content-type%3Bhost';

test.each([
  { what: 'without a signature', query: '' },
  { what: 'with a wrong signature', query: `?${signed}&X-Amz-Signature=00` },
  {
    what: 'that has expired',
    query: `?${signed}&X-Amz-Date=20200101T000000Z&X-Amz-Expires=1&X-Amz-Signature=00`,
  },
])('an upload $what is accepted; AWS refuses it with 403', async ({ query }) => {
  const response = await fetch(`${endpoint}/${Bucket}/key${query}`, {
    method: 'PUT',
    body: 'bytes',
    headers: { 'content-type': 'image/png' },
  });
  expect(response.status).toBe(200);
});

test('a notification configuration is accepted, but nothing is ever sent', async () => {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: `told-${randomUUID()}` }),
  );
  const attributes = async () => {
    const AttributeNames = ['QueueArn' as const, 'ApproximateNumberOfMessages' as const];
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames });
    return (await sqs.send(command)).Attributes;
  };
  const QueueArn = (await attributes())?.QueueArn;
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket,
      NotificationConfiguration: {
        QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }],
      },
    }),
  );
  await s3.send(new PutObjectCommand({ Bucket, Key: 'told', Body: 'bytes' }));
  expect((await attributes())?.ApproximateNumberOfMessages).toBe('0');
});
