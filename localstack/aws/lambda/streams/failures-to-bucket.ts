import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { StreamFailure } from './stream-failure.ts';

export type FailureBucket = {
  readonly s3: S3Client;
  readonly bucket: string;
  /** Of the event source mapping; on AWS it is a UUID. */
  readonly mappingId: string;
};

/** An on-failure destination in S3, with AWS's object keys. */
export const failuresToBucket =
  ({ s3, bucket, mappingId }: FailureBucket) =>
  async (failure: StreamFailure): Promise<void> => {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: failureKey(mappingId, failure),
        Body: JSON.stringify(failure),
        ContentType: 'application/json',
      }),
    );
  };

/**
 * aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const failureKey = (
  mappingId: string,
  { timestamp, DDBStreamBatchInfo: { shardId } }: StreamFailure,
): string => {
  const [day = '', time = ''] = timestamp.split('T');
  const second = `${day}T${time.slice(0, 8).replaceAll(':', '.')}`;
  return `aws/lambda/${mappingId}/${shardId}/${day.replaceAll('-', '/')}/${second}-${randomUUID()}`;
};
