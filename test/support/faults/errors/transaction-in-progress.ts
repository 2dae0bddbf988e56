import { TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { answered } from './answered.ts';

/** The same ClientRequestToken was sent again while its first transaction is still running. */
export const transactionInProgress = () =>
  new TransactionInProgressException({
    message: 'The transaction with the given request token is already in progress.',
    $metadata: answered(400),
  });
