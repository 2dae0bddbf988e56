import {
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from '@aws-sdk/client-dynamodb';
import { RequestThrottled } from '@aws-sdk/client-sqs';

/** The metadata that the SDK adds to an error with this HTTP status. */
const answered = (httpStatusCode: number) => ({
  httpStatusCode,
  requestId: 'injected',
  attempts: 1,
  totalRetryDelay: 0,
});

/** The same ClientRequestToken was sent again while its first transaction still runs. */
export const transactionInProgress = () =>
  new TransactionInProgressException({
    message: 'The transaction with the given request token is already in progress.',
    $metadata: answered(400),
  });

/** A transaction holds the item of a PutItem, UpdateItem or DeleteItem. Nothing was written. */
export const transactionConflict = () =>
  new TransactionConflictException({
    message: 'Transaction is ongoing for the item',
    $metadata: answered(400),
  });

/**
 * Codes and messages of cancellation reasons, as listed in
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const MESSAGES = {
  None: undefined,
  ConditionalCheckFailed: 'The conditional request failed',
  ItemCollectionSizeLimitExceeded: 'Collection size exceeded.',
  TransactionConflict: 'Transaction is ongoing for the item',
  ProvisionedThroughputExceeded:
    'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
  ThrottlingError:
    'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html.',
  ValidationError: 'One or more parameter values were invalid.',
} as const satisfies Record<string, string | undefined>;

export type CancellationCode = keyof typeof MESSAGES;

/**
 * A cancelled transaction with one reason for each of its actions, in order.
 *
 * @example
 * transactionCanceled(['None', 'ConditionalCheckFailed', 'None'])
 */
export const transactionCanceled = (codes: readonly CancellationCode[]) =>
  new TransactionCanceledException({
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes.join(', ')}]`,
    CancellationReasons: codes.map((Code) => {
      const Message = MESSAGES[Code];
      return Message === undefined ? { Code } : { Code, Message };
    }),
    $metadata: answered(400),
  });

/** SQS throttles a call because its queue or the account receives too many. */
export const queueThrottled = () =>
  new RequestThrottled({
    message: 'Rate exceeded',
    $metadata: answered(400),
  });

/**
 * No reply in time, as @smithy/node-http-handler reports it with `requestTimeout` and
 * `throwOnRequestTimeout` (its set-request-timeout.js). Whether the request took effect is unknown.
 */
export const requestTimeout = (): Error =>
  Object.assign(
    new Error(
      '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 1000 ms requestTimeout.',
    ),
    { name: 'TimeoutError', code: 'ETIMEDOUT' },
  );

/** A 500 of DynamoDB, after which it is unknown whether a write took effect. */
export const internalServerError = () =>
  new InternalServerError({
    message: 'Internal server error',
    $metadata: answered(500),
  });

/** A table with provisioned capacity, or one of its partitions, exceeded its limit. */
export const throughputExceeded = () =>
  new ProvisionedThroughputExceededException({
    message:
      'The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.',
    $metadata: answered(400),
  });

/** Nothing listens on the address of the service, as Node reports it. Nothing was sent. */
export const connectionRefused = (): Error =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:8000'), {
    errno: -111,
    code: 'ECONNREFUSED',
    syscall: 'connect',
    address: '127.0.0.1',
    port: 8000,
  });

/** An on-demand table that has not scaled to its load yet. */
export const throttling = () =>
  new ThrottlingException({
    message:
      'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.',
    $metadata: answered(400),
  });
