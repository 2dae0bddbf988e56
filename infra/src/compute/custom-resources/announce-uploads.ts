import {
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import * as z from 'zod';
import { answerCloudFormation, type ResourceHandler } from './answer-cloudformation.ts';

const Properties = z.object({
  Bucket: z.string().min(1),
  /** The ARN of the function's alias. */
  FunctionArn: z.string().min(1),
});

/**
 * Makes a bucket invoke a function for every new object. The bucket's stack outlives the function's
 * stack, so neither template can refer to the other's resource.
 */
export const announceUploads =
  (s3: Pick<S3Client, 'send'>): ResourceHandler =>
  async ({ RequestType, ResourceProperties }) => {
    const { Bucket, FunctionArn } = Properties.parse(ResourceProperties);
    const put = (NotificationConfiguration: NotificationConfiguration) =>
      s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
    switch (RequestType) {
      case 'Create':
      case 'Update':
        await put({
          LambdaFunctionConfigurations: [
            { Id: 'uploads', LambdaFunctionArn: FunctionArn, Events: ['s3:ObjectCreated:*'] },
          ],
        });
        break;
      case 'Delete':
        await put({}).catch(ignoreMissingBucket);
    }
    return { id: `${Bucket}-uploads` };
  };

const ignoreMissingBucket = (error: unknown): void => {
  if (!(error instanceof Error && error.name === 'NoSuchBucket')) throw error;
};

export const handler = answerCloudFormation(announceUploads(new S3Client()));
