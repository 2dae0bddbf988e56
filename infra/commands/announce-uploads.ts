import { PutBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3';
import { createS3Client, LOCAL_ACCOUNT, LOCAL_REGION } from '@willcall/localstack';
import {
  type BucketDefinition,
  type BucketId,
  bucketName,
  buckets,
  functionName,
} from '@willcall/topology';

/**
 * Configures the buckets of the deployed stage to invoke their functions. On AWS, a custom resource of
 * the stack does that. LocalStack's free CloudFormation reports this resource as created but never
 * invokes it. This function can be called repeatedly.
 */
export const enableUploadNotifications = async (endpoint: string): Promise<void> => {
  const s3 = createS3Client({ sqsEndpoint: endpoint });
  try {
    for (const { bucket, functionName } of listUploadTriggers()) {
      await s3.send(
        new PutBucketNotificationConfigurationCommand({
          Bucket: bucket,
          NotificationConfiguration: {
            LambdaFunctionConfigurations: [
              {
                Id: 'uploads',
                LambdaFunctionArn: liveFunctionArn(functionName),
                Events: ['s3:ObjectCreated:*'],
              },
            ],
          },
        }),
      );
    }
  } finally {
    s3.destroy();
  }
};

const liveFunctionArn = (name: UploadTrigger['functionName']): string =>
  `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${name}:live`;

type UploadTrigger = {
  readonly bucket: string;
  /** The function that each new object invokes. */
  readonly functionName: string;
};

const STAGE = 'localstack';

/** The buckets of the deployed stage that invoke a function, with their names in the stacks. */
export const listUploadTriggers = (): UploadTrigger[] =>
  Object.entries<BucketDefinition>(buckets).flatMap(([id, { onObjectCreated }]) =>
    onObjectCreated === undefined
      ? []
      : [
          {
            // The stacks add account and region, because bucket names are unique across all of AWS.
            bucket: `${bucketName(STAGE, id as BucketId)}-${LOCAL_ACCOUNT}-${LOCAL_REGION}`,
            functionName: functionName(STAGE, onObjectCreated),
          },
        ],
  );
