import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { dynamoDbClient } from '../clients/dynamodb-client.ts';
import type { LocalEndpoints } from '../clients/local-endpoints.ts';
import { sqsClient } from '../clients/sqs-client.ts';
import { ChildProcessError } from '../local-aws-error.ts';

/** A server that has said its port answers its first call well within this. */
const PATIENCE_MS = 15_000;

/** Waits until DynamoDB and SQS have each answered a real call. */
export const waitUntilHealthy = async (endpoints: LocalEndpoints): Promise<void> => {
  const dynamodb = dynamoDbClient(endpoints);
  const sqs = sqsClient(endpoints);
  const abortSignal = AbortSignal.timeout(PATIENCE_MS);
  try {
    await Promise.all([
      dynamodb.send(new ListTablesCommand({}), { abortSignal }),
      sqs.send(new ListQueuesCommand({}), { abortSignal }),
    ]);
  } catch (error) {
    const message = 'The local AWS has started but does not answer.';
    throw new ChildProcessError('CHILD_NOT_READY', message, '', { cause: error });
  } finally {
    dynamodb.destroy();
    sqs.destroy();
  }
};
