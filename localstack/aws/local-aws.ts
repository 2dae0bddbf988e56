import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { createDynamoDbClient, createSqsClient, type LocalEndpoints } from './clients.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { startSqs } from './fauxqs/start-sqs.ts';
import { ChildProcessError, type LocalAwsError } from './local-aws-error.ts';
import type { Child } from './process/child.ts';
import { claimDataFolder } from './process/claim-data-folder.ts';

export type LocalAwsOptions = {
  /** Where tables, queues and messages are kept over a restart; in memory without it. */
  readonly dataFolder?: string | undefined;
};

export type LocalAws = LocalEndpoints & {
  /** Settles when a part of it has ended without `stop`. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Ends both processes and waits until they are gone. Repeatable. */
  stop(): Promise<void>;
};

/**
 * Starts DynamoDB and SQS as child processes on free ports of 127.0.0.1, and returns once both
 * answer. The children end with this process, however it ends.
 *
 * @example
 * const aws = await startLocalAws();
 * const client = new DynamoDBClient({ endpoint: aws.dynamodbEndpoint, ... });
 * await aws.stop();
 *
 * @throws MissingJavaError without Java 17
 * @throws LocalAwsError DATA_FOLDER_IN_USE when another process keeps its state there
 */
export const startLocalAws = async ({ dataFolder }: LocalAwsOptions = {}): Promise<LocalAws> => {
  const folderFor = (name: string) =>
    dataFolder === undefined ? undefined : join(dataFolder, name);
  const release =
    dataFolder === undefined ? async () => undefined : await claimDataFolder(dataFolder);
  const [dynamodb, sqs] = await startAllOrNone(
    startDynamoDb({ folder: folderFor('dynamodb') }),
    startSqs({ folder: folderFor('sqs') }),
  );
  const endpoints = { dynamodbEndpoint: endpointOf(dynamodb), sqsEndpoint: endpointOf(sqs) };
  const stop = async () => {
    await Promise.all([dynamodb.stop(), sqs.stop()]);
    await release();
  };
  try {
    await waitUntilHealthy(endpoints);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...endpoints,
    unexpectedEnd: Promise.race([dynamodb.unexpectedEnd, sqs.unexpectedEnd]),
    stop,
  };
};

const endpointOf = (child: Child): string => `http://127.0.0.1:${child.port}`;

/** If one does not start, the other must not be left running. */
const startAllOrNone = async (...starting: readonly [Promise<Child>, Promise<Child>]) => {
  const outcomes = await Promise.allSettled(starting);
  const [first, second] = outcomes;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    return [first.value, second.value] as const;
  }
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.stop();
  throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
};

/** A server that has said its port answers its first call well within this. */
const HEALTH_TIMEOUT_MS = 15_000;

/** Waits until DynamoDB and SQS have each answered a real call. */
export const waitUntilHealthy = async (endpoints: LocalEndpoints): Promise<void> => {
  const dynamodb = createDynamoDbClient(endpoints);
  const sqs = createSqsClient(endpoints);
  const abortSignal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
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
