import { randomUUID } from 'node:crypto';
import type { S3EventRecord } from 'aws-lambda';
import { LOCAL_REGION } from '../clients/local-credentials.ts';
import { LOCAL_ACCOUNT } from '../lambda/lambda-context.ts';
import type { CreatedObject } from './created-object.ts';

export type NotificationInput = CreatedObject & {
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
export const notificationRecord = (input: NotificationInput): S3EventRecord => ({
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
      arn: `arn:aws:s3:::${input.bucket}`,
    },
    object: {
      key: encodedKey(input.key),
      size: input.size,
      // In the event it has no quotes, unlike the header.
      eTag: input.eTag.replaceAll('"', ''),
      sequencer: input.sequencer,
    },
  },
});

/** As in a form: a space is a plus, so that a plus is %2B; the slashes stay. */
const encodedKey = (key: string): string =>
  encodeURIComponent(key).replaceAll('%20', '+').replaceAll('%2F', '/');
