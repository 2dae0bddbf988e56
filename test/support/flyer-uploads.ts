import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { createFlyers, type FlyersSeams } from '@willcall/flyers';
import { makeUploadRecord, type UploadRecordOptions } from '@willcall/flyers/testing';
import { localCredentials } from '@willcall/localstack';
import { readShow, type ShowRecord } from '@willcall/store';
import { inject } from 'vitest';
import { asDeployed } from './role/as-deployed.ts';
import { makeLambdaContext } from './sale/lambda-context.ts';
import { openSale, type Sale } from './sale/open-sale.ts';

/** A show with its own tables and bucket, whose events are made by hand. */
type FlyerUploads = {
  readonly showId: string;
  readonly addShow: Sale['addShow'];
  readonly store: Sale['store'];
  readonly bucket: FlyerBucket;
  recordOf(showId?: string): Promise<ShowRecord>;
  /** Invokes a new environment of the function with one event of these records. */
  deliver(wishes: readonly UploadRecordOptions[], seams?: FlyersSeams): Promise<void>;
  /** Puts an object and delivers its event. */
  upload(key: string, body: Uint8Array, wish?: UploadRecordOptions): Promise<void>;
};

export const FLYERS_BASE_URL = 'https://flyers.example.com';

export async function openFlyerUploads(overrides: Partial<ShowRecord> = {}): Promise<FlyerUploads> {
  const [sale, bucket] = await Promise.all([openSale(overrides), createFlyerBucket()]);
  const environment = {
    WILLCALL_BACKEND: 'embedded',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: inject('dynamodbEndpoint'),
    AWS_ENDPOINT_URL_S3: inject('sqsEndpoint'),
    SHOWS_TABLE: sale.store.tables.shows,
    FLYERS_BASE_URL,
  };
  const deliver: FlyerUploads['deliver'] = async (uploads, seams = {}) => {
    const Records = uploads.map((one) => makeUploadRecord({ bucket: bucket.name, ...one }));
    const named = { ...environment, FLYERS_BUCKET: bucket.name };
    const flyers = createFlyers(environment, asDeployed('flyers', named, seams));
    await flyers({ Records }, makeLambdaContext());
  };
  return {
    showId: sale.show.showId,
    addShow: sale.addShow,
    store: sale.store,
    bucket,
    recordOf: async (showId = sale.show.showId) => {
      const found = await readShow(sale.store, showId, { consistent: true });
      if (found === undefined) throw new Error('expected a show');
      return found;
    },
    deliver,
    upload: async (key, body, one = {}) => {
      await bucket.put(key, body);
      await deliver([{ key, ...one }]);
    },
  };
}

/** A new bucket on the run's local S3. */
type FlyerBucket = {
  readonly name: string;
  readonly s3: S3Client;
  put(key: string, body: Uint8Array, contentType?: string): Promise<void>;
};

export async function createFlyerBucket(): Promise<FlyerBucket> {
  const name = `test-${randomUUID()}`;
  const s3 = new S3Client({
    endpoint: inject('sqsEndpoint'),
    region: 'us-east-1',
    credentials: localCredentials,
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

const filled = (head: readonly number[], size: number): Buffer =>
  Buffer.concat([Buffer.from(head), Buffer.alloc(Math.max(0, size - head.length), 7)]);

/** The smallest files that pass for images: their first bytes, padded to `size`. */
export const png = (size = 64): Buffer =>
  filled([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], size);
export const jpeg = (size = 64): Buffer => filled([0xff, 0xd8, 0xff, 0xe0], size);
export const webp = (size = 64): Buffer => filled([...Buffer.from('RIFF\0\0\0\0WEBPVP8 ')], size);
export const htmlPage = (): Buffer => Buffer.from('<!doctype html><script>alert(1)</script>');
