import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DynamoDBClient,
  InternalServerError,
  ListTablesCommand,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { RequestThrottled } from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished } from 'vitest';
import { createScratchTable, localDynamo } from '../capacity/scratch-table.ts';
import {
  connectionRefused,
  internalServerError,
  queueThrottled,
  requestTimeout,
  throttling,
  throughputExceeded,
  transactionCanceled,
  transactionConflict,
  transactionInProgress,
} from './errors.ts';

/** The properties that code uses to tell errors apart. */
const marks = (error: unknown) => {
  const { name, code, syscall, $metadata, $fault } = error as Error & {
    code?: string;
    syscall?: string;
    $fault?: string;
    $metadata?: { httpStatusCode?: number };
  };
  const type = Object.getPrototypeOf(error).constructor;
  return { name, code, syscall, type, $fault, status: $metadata?.httpStatusCode };
};

const errorOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  );

it.each([
  [throughputExceeded, ProvisionedThroughputExceededException, 400],
  [throttling, ThrottlingException, 400],
  [transactionInProgress, TransactionInProgressException, 400],
  [transactionConflict, TransactionConflictException, 400],
  [internalServerError, InternalServerError, 500],
  [queueThrottled, RequestThrottled, 400],
])(
  "%p builds an error of the SDK's own class, with its name and HTTP status",
  (build, type, status) => {
    const error = build();
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ name: type.name, $metadata: { httpStatusCode: status } });
  },
);

it('transactionCanceled() matches the error of a transaction with a failed condition', async () => {
  const table = await createScratchTable();
  const client = new DynamoDBClient(localDynamo());
  const put = (ConditionExpression: string) => ({
    Put: {
      TableName: table,
      Item: { pk: { S: 'p' }, sk: { S: randomUUID() } },
      ConditionExpression,
    },
  });
  const missing = put('attribute_not_exists(pk)');
  const TransactItems = [missing, put('attribute_exists(pk)'), put('attribute_not_exists(pk)')];
  const real = await errorOf(client.send(new TransactWriteItemsCommand({ TransactItems })));
  const built = transactionCanceled(['None', 'ConditionalCheckFailed', 'None']);
  expect(real).toBeInstanceOf(TransactionCanceledException);
  expect(marks(built)).toEqual(marks(real));
  expect(built.message).toBe((real as TransactionCanceledException).message);
  expect(built.CancellationReasons).toEqual(
    (real as TransactionCanceledException).CancellationReasons,
  );
});

it('transactionCanceled() gives a reason for each action', () => {
  const { message, CancellationReasons } = transactionCanceled(['None', 'TransactionConflict']);
  expect(message).toContain('[None, TransactionConflict]');
  expect(CancellationReasons).toEqual([
    { Code: 'None' },
    { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' },
  ]);
});

it('requestTimeout() matches the error of the SDK when no reply arrives in time', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const client = new DynamoDBClient({
    ...localDynamo(),
    endpoint: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`,
    maxAttempts: 1,
    requestHandler: { requestTimeout: 20, throwOnRequestTimeout: true },
  });
  const real = await errorOf(client.send(new ListTablesCommand({})));
  expect(marks(requestTimeout())).toEqual(marks(real));
});

it('connectionRefused() matches the error of the SDK when nothing listens', async () => {
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as AddressInfo;
  await new Promise((resolve) => closed.close(resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new DynamoDBClient({ ...localDynamo(), endpoint, maxAttempts: 1 });
  const real = await errorOf(client.send(new ListTablesCommand({})));
  expect(marks(connectionRefused())).toEqual(marks(real));
});
