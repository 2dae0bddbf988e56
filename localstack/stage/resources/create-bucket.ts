import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Makes a bucket. Repeatable: one that is there already stays, with its objects. */
export const createBucket = async (s3: S3Client, name: string): Promise<void> => {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
};
