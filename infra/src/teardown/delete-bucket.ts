import { DeleteBucketCommand, type S3Client } from '@aws-sdk/client-s3';

/** Deletes an empty bucket. @throws errors of the SDK */
export const deleteBucket = async (client: S3Client, Bucket: string): Promise<void> => {
  await client.send(new DeleteBucketCommand({ Bucket }));
};
