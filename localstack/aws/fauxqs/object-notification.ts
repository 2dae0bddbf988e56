import { randomUUID } from 'node:crypto';
import type { S3EventRecord } from 'aws-lambda';
import { bucketArn, LOCAL_ACCOUNT, LOCAL_REGION } from '../local-account.ts';

/**
 * The queue that an object's creation is announced in, found from the bucket's name by both sides.
 *
 * On AWS, S3 invokes a function asynchronously: Lambda keeps the event in a queue of its own until the
 * function has succeeded or failed for the third time. fauxqs accepts notification configurations
 * and never sends anything. So its process, before it answers an upload, puts the notification into
 * this queue, whose being there is the subscription; and the stage, which is another process, reads
 * it by the SQS endpoint, which is all that it knows of fauxqs. The message is just what S3 sends to
 * SQS on AWS. A stage that stops or crashes finds it again, by the queue's visibility timeout, and
 * with a data folder so does one started later. Callbacks over HTTP or IPC would have none of this.
 *
 * A bucket's name may have dots, a queue's may not; nor has a bucket's the underscore.
 */
export const notificationQueueName = (bucket: string): string =>
  `${bucket.replaceAll('.', '_')}-created`;

/** What S3 calls the ways in which an object comes to be. */
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
  /** Of a later event, it is the greater one. */
  readonly sequencer: string;
};

/**
 * An object's creation as S3 tells Lambda of it.
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
      // In the event it has no quotes, unlike the header.
      eTag: input.eTag.replaceAll('"', ''),
      sequencer: input.sequencer,
    },
  },
});

/** As in a form: a space is a plus, so that a plus is %2B; the slashes stay. */
const encodeKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
