import { PutBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { type BucketDefinition, type BucketId, buckets } from '@willcall/topology';
import type { S3Event } from 'aws-lambda';
import { createS3Client, createSqsClient, type LocalEndpoints } from '../aws/clients.ts';
import type { LambdaFunction } from '../aws/lambda/invoke.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import { createFailedTargets, createFailureDestination } from './bus/failed-targets.ts';
import {
  createNotifyingBucket,
  type NotifyingBucket,
  startObjectNotifications,
} from './object-notifications.ts';
import type { Resources } from './resources/resources.ts';
import type { StageFunctions } from './stage-functions.ts';
import type { RunningPart } from './start-event-sources.ts';

/** Invokes the functions that handle new objects in the buckets. */
export const startUploads = async (
  aws: LocalEndpoints,
  resources: Resources,
  functions: StageFunctions,
  log: LocalLog,
): Promise<RunningPart> => {
  const definitions: Readonly<Record<BucketId, BucketDefinition>> = buckets;
  const client = createSqsClient(aws, Object.keys(definitions).length * 2);
  const s3 = createS3Client(aws);
  const failed = await createFailedTargets(client, resources.bus);
  const startFor = async (id: BucketId, lambda: LambdaFunction): Promise<RunningPart> => {
    const bucket = await createNotifyingBucket(s3, client, resources.buckets[id]);
    if (aws.backend === 'localstack') await announceUploads(s3, bucket);
    return startObjectNotifications({
      client,
      bucket,
      function: withoutTestEvents(lambda),
      onFailure: createFailureDestination(client, failed, lambda.name),
      log,
    });
  };
  const notifications = await Promise.all(
    Object.entries(definitions).flatMap(([id, { onObjectCreated }]) => {
      const lambda = onObjectCreated && functions[onObjectCreated];
      return lambda === undefined ? [] : [startFor(id as BucketId, lambda)];
    }),
  );
  s3.destroy();
  return {
    stop: async () => {
      await Promise.all(notifications.map((each) => each.stop()));
      client.destroy();
    },
  };
};

/**
 * Configures S3 to send a bucket's notifications to its queue. The embedded S3 accepts this configuration
 * but sends nothing; ../aws/fauxqs/announce-objects.ts sends them there.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
const announceUploads = async (s3: S3Client, { name, created }: NotifyingBucket): Promise<void> => {
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

/**
 * Skips `s3:TestEvent`, the message without records that S3 sends to the queue of a new configuration.
 * S3 does not send it to functions.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
const withoutTestEvents = (
  lambda: LambdaFunction<S3Event, unknown>,
): LambdaFunction<S3Event, unknown> => ({
  ...lambda,
  handler: async (event, context) =>
    'Records' in event ? await lambda.handler(event, context) : undefined,
});
