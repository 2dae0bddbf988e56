import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { inject } from 'vitest';

/** A bucket of its own on the run's local S3. */
export type FlyerBucket = {
  readonly name: string;
  readonly s3: S3Client;
  put(key: string, body: Uint8Array, contentType?: string): Promise<void>;
};

export async function flyerBucket(): Promise<FlyerBucket> {
  const name = `test-${randomUUID()}`;
  const s3 = new S3Client({
    endpoint: inject('sqsEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  return {
    name,
    s3,
    put: async (Key, Body, ContentType = 'image/png') => {
      await s3.send(new PutObjectCommand({ Bucket: name, Key, Body, ContentType }));
    },
  };
}
