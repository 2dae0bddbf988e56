import { InternalServerError } from '@aws-sdk/client-dynamodb';
import { answered } from './answered.ts';

/** A 500 of DynamoDB, after which nobody knows whether a write took effect. */
export const internalServerError = () =>
  new InternalServerError({
    message: 'Internal server error',
    $metadata: answered(500),
  });
