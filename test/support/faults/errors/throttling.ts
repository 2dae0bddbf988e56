import { ThrottlingException } from '@aws-sdk/client-dynamodb';
import { answered } from './answered.ts';

/** An on-demand table that is not yet scaled for what it is asked. */
export const throttling = () =>
  new ThrottlingException({
    message:
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
    $metadata: answered(400),
  });
