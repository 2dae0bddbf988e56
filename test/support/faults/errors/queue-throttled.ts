import { RequestThrottled } from '@aws-sdk/client-sqs';
import { answered } from './answered.ts';

/** SQS refuses a call because its queue, or the account, is asked too often. */
export const queueThrottled = () =>
  new RequestThrottled({
    message: 'Rate exceeded',
    $metadata: answered(400),
  });
