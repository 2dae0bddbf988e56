import { type BucketDefinition, type BucketId, buckets } from '@willcall/topology';
import type { LocalEndpoints } from '../../aws/clients/local-endpoints.ts';
import { s3Client } from '../../aws/clients/s3-client.ts';
import { sqsClient } from '../../aws/clients/sqs-client.ts';
import type { LocalLog } from '../../aws/process/local-log.ts';
import type { Resources } from '../resources/resources.ts';
import type { Running, StageFunctions } from '../running.ts';
import { announceUploads } from './announce-uploads.ts';
import { createNotifyingBucket } from './create-notifying-bucket.ts';
import { startObjectNotifications } from './start-object-notifications.ts';
import { withoutTestEvents } from './without-test-events.ts';

/** Hands the objects that are put into the buckets to the functions of the definitions. */
export const startUploads = async (
  aws: LocalEndpoints,
  resources: Resources,
  functions: StageFunctions,
  log: LocalLog,
): Promise<Running> => {
  const definitions: Readonly<Record<BucketId, BucketDefinition>> = buckets;
  const client = sqsClient(aws, Object.keys(definitions).length * 2);
  const s3 = s3Client(aws);
  const notifications = await Promise.all(
    Object.entries(definitions).flatMap(([id, { onObjectCreated }]) => {
      const lambda = onObjectCreated && functions[onObjectCreated];
      if (lambda === undefined) return [];
      return [
        createNotifyingBucket(s3, client, resources.buckets[id as BucketId]).then(
          async (bucket) => {
            if (aws.backend === 'localstack') await announceUploads(s3, bucket);
            const told = withoutTestEvents(lambda);
            return startObjectNotifications({ client, bucket, function: told, log });
          },
        ),
      ];
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
