import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { answered } from './answered.ts';

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
 * A cancelled transaction, with one reason for each of its actions, in their order.
 *
 * @example transactionCanceled(['None', 'ConditionalCheckFailed', 'None'])
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
