import type { AccessRequest, RequestsOf } from '../access-request.ts';
import { bucketArn, objectArn } from './resource-arns.ts';

export type S3Input = { readonly Bucket?: string; readonly Key?: string };

const onObject =
  (action: string) =>
  ({ Bucket = '', Key = '' }: S3Input): AccessRequest[] => [
    { action: `s3:${action}`, resource: objectArn(Bucket, Key) },
  ];

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
export const s3Requests: RequestsOf<S3Input> = {
  GetObjectCommand: onObject('GetObject'),
  // An action HeadObject there is none.
  HeadObjectCommand: onObject('GetObject'),
  PutObjectCommand: onObject('PutObject'),
  DeleteObjectCommand: onObject('DeleteObject'),
  ListObjectsV2Command: ({ Bucket = '' }) => [listing(Bucket)],
};

/** What S3 also judges by before it says that an object is not there. */
export const listing = (bucket: string): AccessRequest => ({
  action: 's3:ListBucket',
  resource: bucketArn(bucket),
});
