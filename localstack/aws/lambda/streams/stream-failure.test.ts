import { randomUUID } from 'node:crypto';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, inject, onTestFinished, test } from 'vitest';
import { createBucket } from '../../../stage/resources/create-resources.ts';
import { createS3Client } from '../../clients.ts';
import { createFailureWriter, createStreamFailure } from './stream-failure.ts';
import { records } from './stream-records.fixture.ts';

test('discarded records are stored whole, under the key that Lambda uses', async () => {
  const s3 = createS3Client({ sqsEndpoint: inject('sqsEndpoint') });
  onTestFinished(() => s3.destroy());
  const bucket = `failures-${randomUUID()}`;
  await createBucket(s3, bucket);
  const failure = createStreamFailure({
    functionName: 'announce',
    streamArn: 'stream',
    shardId: 'shard',
    records: records(1, 2),
    condition: 'RecordAgeExceeded',
    invocations: 3,
    unhandled: true,
    now: Date.UTC(2026, 0, 2, 3, 4, 5),
  });
  await createFailureWriter({ s3, bucket, mappingId: 'purchases' })(failure);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
  expect(Contents.map(({ Key }) => Key)).toEqual([
    expect.stringMatching(
      /^aws\/lambda\/purchases\/shard\/2026\/01\/02\/2026-01-02T03\.04\.05-[0-9a-f-]{36}$/,
    ),
  ]);
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: Contents[0]?.Key }));
  expect(JSON.parse((await Body?.transformToString()) ?? '')).toEqual(failure);
});
