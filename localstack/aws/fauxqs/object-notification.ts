import { randomUUID } from 'node:crypto';
import type { S3EventRecord } from 'aws-lambda';
import { bucketArn, LOCAL_ACCOUNT, LOCAL_REGION } from '../local-account.ts';

/**
 * The name of the queue that receives the notifications of a bucket. Both sides derive it from the
 * bucket name.
 *
 * On AWS, S3 invokes a function asynchronously: Lambda keeps the event in its own queue until the
 * function succeeds or fails for the third time. fauxqs accepts notification configurations, but never
 * sends anything. Instead, the fauxqs process puts the notification into this queue before it responds
 * to an upload. The queue is the subscription: without it, nothing is sent. The stage, which is another
 * process, reads the queue through the SQS endpoint. The message is the one that S3 sends to SQS on AWS.
 * After a crash, SQS delivers it again when its visibility timeout ends; with a data folder, also after
 * a restart of the whole stack. Callbacks over HTTP or IPC would lose it.
 *
 * A bucket name can contain dots, and a queue name cannot. A bucket name cannot contain underscores.
 */
export const notificationQueueName = (bucket: string): string =>
  `${bucket.replaceAll('.', '_')}-created`;

/** S3's event names for the creation of an object. */
type CreationEvent =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload';

export type CreatedObject = {
  readonly eventName: CreationEvent;
  readonly bucket: string;
  readonly key: string;
};

type NotificationInput = CreatedObject & {
  readonly size: number;
  readonly eTag: string;
  readonly at: Date;
  /** A later event has a greater sequencer. */
  readonly sequencer: string;
};

/**
 * Creates the record that S3 sends to Lambda for a new object.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const createNotificationRecord = (input: NotificationInput): S3EventRecord => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: LOCAL_REGION,
  eventTime: input.at.toISOString(),
  eventName: input.eventName,
  userIdentity: { principalId: `AWS:${LOCAL_ACCOUNT}` },
  requestParameters: { sourceIPAddress: '127.0.0.1' },
  responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'fauxqs' },
  s3: {
    s3SchemaVersion: '1.0',
    configurationId: 'object-created',
    bucket: {
      name: input.bucket,
      ownerIdentity: { principalId: LOCAL_ACCOUNT },
      arn: bucketArn(input.bucket),
    },
    object: {
      key: encodeKey(input.key),
      size: input.size,
      // The event has no quotes around it, unlike the header.
      eTag: input.eTag.replaceAll('"', ''),
      sequencer: input.sequencer,
    },
  },
});

/** Encodes a key as in a form: a space becomes a plus, and a plus becomes %2B. Slashes stay. */
const encodeKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
