import { PutBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import type { NotifyingBucket } from './create-notifying-bucket.ts';

/**
 * Has S3 itself announce a bucket's new objects in its queue. The embedded S3 takes such a
 * configuration and sends nothing; ../../embedded/s3/announce-objects.ts does it there.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export const announceUploads = async (
  s3: S3Client,
  { name, created }: NotifyingBucket,
): Promise<void> => {
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: name,
      NotificationConfiguration: {
        QueueConfigurations: [
          { Id: 'object-created', QueueArn: created.arn, Events: ['s3:ObjectCreated:*'] },
        ],
      },
    }),
  );
};
