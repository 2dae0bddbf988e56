import {
  type BucketDefinition,
  type BucketId,
  buckets,
  type FunctionId,
  type StageName,
} from '@willcall/topology';
import { Aws, CustomResource } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

import { allow } from '../access/statement.ts';
import type { ComputeResources } from '../compute-resources.ts';
import type { DeployedFunction } from '../function/make-function.ts';
import { resourceFunction } from './resource-function.ts';

export type AnnouncedUploadsInput = Pick<ComputeResources, 'data'> & {
  readonly stage: StageName;
  readonly functions: Readonly<Record<FunctionId, DeployedFunction>>;
  readonly logRetention: RetentionDays;
};

/** Hands the objects that are put into the buckets to the functions of the definitions. */
export const announcedUploads = (scope: Construct, input: AnnouncedUploadsInput): void => {
  const { stage, data, functions, logRetention } = input;
  const notifying = Object.entries<BucketDefinition>(buckets).flatMap(
    ([id, { onObjectCreated }]) =>
      onObjectCreated === undefined
        ? []
        : [{ id, bucket: data.buckets[id as BucketId], alias: functions[onObjectCreated].alias }],
  );
  const announcer = resourceFunction(scope, {
    stage,
    logRetention,
    name: 'announce-uploads',
    description: 'Has buckets invoke functions, when the stack is deployed',
    statements: [
      allow(
        's3',
        ['PutBucketNotification'],
        notifying.map(({ bucket }) => bucket.bucketArn),
      ),
    ],
  });
  for (const { id, bucket, alias } of notifying) {
    const permission = `By-bucket-${id}`;
    alias.addPermission(permission, {
      principal: new ServicePrincipal('s3.amazonaws.com'),
      sourceArn: bucket.bucketArn,
      // A bucket's ARN names no account, and its name may pass to another.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const resource = new CustomResource(scope, `Uploads-${id}`, {
      serviceToken: announcer.function.functionArn,
      resourceType: 'Custom::AnnouncedUploads',
      properties: { Bucket: bucket.bucketName, FunctionArn: alias.functionArn },
    });
    // S3 tries the permission out before it takes the notification.
    resource.node.addDependency(alias.node.findChild(permission));
  }
};
