import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { notificationQueueName } from '../../aws/fauxqs/notification-queue-name.ts';
import { createBucket } from '../resources/create-bucket.ts';
import { createQueue } from '../resources/create-queue.ts';
import type { QueueResource } from '../resources/resources.ts';

export type NotifyingBucket = {
  readonly name: string;
  /** Where its objects are announced. */
  readonly created: QueueResource;
};

/** How soon an event comes back that a stage has taken and then crashed with. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** SQS's longest, 14 days: an event waits for a stage that is started again. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * Makes a bucket whose objects are announced. Repeatable: what is there already stays, with its
 * objects, and so do the notifications that wait.
 */
export const createNotifyingBucket = async (
  s3: S3Client,
  sqs: SQSClient,
  name: string,
): Promise<NotifyingBucket> => {
  // First, so that no object comes before it.
  const created = await createQueue(sqs, notificationQueueName(name), {
    VisibilityTimeout: String(VISIBILITY_TIMEOUT_SECONDS),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
  });
  await createBucket(s3, name);
  return { name, created };
};
