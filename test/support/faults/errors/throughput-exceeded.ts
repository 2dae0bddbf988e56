import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { answered } from './answered.ts';

/** A table with provisioned capacity, or one of its partitions, took more than it may. */
export const throughputExceeded = () =>
  new ProvisionedThroughputExceededException({
    message:
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    $metadata: answered(400),
  });
