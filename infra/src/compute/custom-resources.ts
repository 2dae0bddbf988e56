import { join } from 'node:path';
import { known } from '@willcall/contracts';
import {
  type BucketDefinition,
  type BucketId,
  buckets,
  functionName,
  type StageName,
} from '@willcall/topology';
import { Aws, CustomResource } from 'aws-cdk-lib';
import { type PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { EachFunction } from '../configuration/payments-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import type { ComputeResources } from './compute-resources.ts';
import { type DeployedFunction, makeFunction } from './function.ts';
import { allow } from './permissions.ts';

type UploadNotificationsInput = Pick<ComputeResources, 'data'> & {
  readonly stage: StageName;
  readonly functions: EachFunction<DeployedFunction>;
  readonly logRetention: RetentionDays;
};

/** Makes the buckets invoke the functions of the definitions for each new object. */
export const makeUploadNotifications = (
  scope: Construct,
  input: UploadNotificationsInput,
): void => {
  const { stage, data, functions, logRetention } = input;
  const notifying = Object.entries<BucketDefinition>(buckets).flatMap(
    ([id, { onObjectCreated }]) =>
      onObjectCreated === undefined
        ? []
        : [
            {
              id,
              bucket: data.buckets[id as BucketId],
              alias: known(functions[onObjectCreated], id).alias,
            },
          ],
  );
  const announcer = makeResourceFunction(scope, {
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
      // A bucket's ARN has no account id, and another account may take over the bucket's name.
      sourceAccount: Aws.ACCOUNT_ID,
    });
    const resource = new CustomResource(scope, `Uploads-${id}`, {
      serviceToken: announcer.function.functionArn,
      resourceType: 'Custom::AnnouncedUploads',
      properties: { Bucket: bucket.bucketName, FunctionArn: alias.functionArn },
    });
    // S3 checks the permission before it accepts the notification.
    resource.node.addDependency(alias.node.findChild(permission));
  }
};

/**
 * Makes the keys of purchase ids for a stage without a secret, which would have a monthly price. They
 * are generated once, with the stack, and go into the environment of the functions that need them.
 * Anyone who may read a function's configuration can read them. Use this only for stages that do not
 * sell real tickets.
 *
 * @returns a token of `{"current": …}`; undefined for a stage with a secret.
 */
export const makeGeneratedKeys = (
  scope: Construct,
  stage: StageName,
  { purchaseIdKeys, retention }: Pick<StageConfiguration, 'purchaseIdKeys' | 'retention'>,
): string | undefined => {
  switch (purchaseIdKeys.kind) {
    case 'secret':
      return undefined;
    case 'environment': {
      const generator = makeResourceFunction(scope, {
        stage,
        logRetention: retention.logs,
        name: 'generate-keys',
        description: 'Makes the keys of purchase ids, once',
        statements: [],
      });
      const keys = new CustomResource(scope, 'PurchaseIdKeys', {
        serviceToken: generator.function.functionArn,
        resourceType: 'Custom::PurchaseIdKeys',
      });
      return keys.getAttString('keys');
    }
  }
};

const HANDLERS = join(import.meta.dirname, 'custom-resources');

const TIMEOUT_SECONDS = 60;
const MEMORY_MEGABYTES = 256;

type ResourceFunctionInput = {
  readonly stage: StageName;
  readonly logRetention: RetentionDays;
  /** The name of the file in `custom-resources` without extension, and of the function. */
  readonly name: 'generate-keys' | 'announce-uploads';
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
};

/** Makes the function of a custom resource. It runs only when the stack is deployed. */
const makeResourceFunction = (
  scope: Construct,
  { stage, name, ...input }: ResourceFunctionInput,
): DeployedFunction =>
  makeFunction(scope, name, {
    ...input,
    name: functionName(stage, name),
    entry: join(HANDLERS, `${name}.ts`),
    timeoutSeconds: TIMEOUT_SECONDS,
    memoryMegabytes: MEMORY_MEGABYTES,
    environment: {},
  });
