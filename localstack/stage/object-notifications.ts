import type { S3Client } from '@aws-sdk/client-s3';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { notificationQueueName } from '../aws/fauxqs/object-notification.ts';
import {
  type AsynchronousOptions,
  createAsynchronousFunction,
} from '../aws/lambda/queues/asynchronous-function.ts';
import { type QueuePoller, startQueuePoller } from '../aws/lambda/queues/start-queue-poller.ts';
import { logToConsole } from '../aws/process/local-log.ts';
import { createQueue } from './resources/create-queue.ts';
import { createBucket } from './resources/create-resources.ts';
import type { QueueResource } from './resources/resources.ts';

export type NotifyingBucket = {
  readonly name: string;
  /** The queue that receives its notifications. */
  readonly created: QueueResource;
};

export type ObjectNotificationOptions = Pick<
  AsynchronousOptions,
  'client' | 'function' | 'onFailure'
> &
  Partial<Pick<AsynchronousOptions, 'retryDelaysSeconds' | 'log'>> & {
    readonly bucket: NotifyingBucket;
    /** The number of objects processed at the same time. Each long poll holds a socket of the client. */
    readonly pollers?: number;
  };

/**
 * One minute, then two.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const RETRY_DELAYS_SECONDS = [60, 120];

const POLLERS = 2;

/**
 * Invokes a function for each object that is created in a bucket, as S3 and Lambda do: one object per
 * event, at least once, with two retries after an error.
 *
 * @example
 * const bucket = await createNotifyingBucket(s3, sqs, 'willcall-dev-flyers');
 * const notifications = startObjectNotifications({ client: sqs, bucket, function: flyers });
 * await notifications.stop();
 */
export const startObjectNotifications = ({
  client,
  bucket,
  function: lambda,
  onFailure,
  retryDelaysSeconds = RETRY_DELAYS_SECONDS,
  pollers = POLLERS,
  log = logToConsole,
}: ObjectNotificationOptions): QueuePoller =>
  startQueuePoller({
    client,
    queue: bucket.created,
    function: createAsynchronousFunction({
      client,
      queue: bucket.created,
      function: lambda,
      retryDelaysSeconds,
      onFailure,
      log,
    }),
    batchSize: 1,
    pollers,
    log,
  });

/** How soon SQS delivers an event again after a stage crashed with it. */
const VISIBILITY_TIMEOUT_SECONDS = 60;

/** 14 days, the maximum of SQS: events wait until the stage starts again. */
const RETENTION_SECONDS = 14 * 24 * 60 * 60;

/**
 * Makes a bucket whose objects are announced. Can be repeated: what already exists stays, with its
 * objects, and so do the notifications that wait.
 */
export const createNotifyingBucket = async (
  s3: S3Client,
  sqs: SQSClient,
  name: string,
): Promise<NotifyingBucket> => {
  // Create the queue first, so that no object is created before it.
  const created = await createQueue(sqs, notificationQueueName(name), {
    VisibilityTimeout: String(VISIBILITY_TIMEOUT_SECONDS),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
  });
  await createBucket(s3, name);
  return { name, created };
};
