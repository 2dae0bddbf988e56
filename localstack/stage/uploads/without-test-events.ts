import type { S3Event } from 'aws-lambda';
import type { LambdaFunction } from '../../aws/lambda/lambda-function.ts';

/**
 * A function that is not told of `s3:TestEvent`, the message without records by which S3 tries the
 * queue of a new configuration. To a function, S3 sends none.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
export const withoutTestEvents = (
  lambda: LambdaFunction<S3Event, unknown>,
): LambdaFunction<S3Event, unknown> => ({
  ...lambda,
  handler: async (event, context) =>
    'Records' in event ? await lambda.handler(event, context) : undefined,
});
