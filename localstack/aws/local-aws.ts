import { join } from 'node:path';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { createDynamoDbClient, createSqsClient, type LocalEndpoints } from './clients.ts';
import { removeDeletedData } from './dynamodb/remove-deleted-data.ts';
import { startDynamoDb } from './dynamodb/start-dynamodb.ts';
import { startSqs } from './fauxqs/start-sqs.ts';
import { ChildProcessError, FolderInUseError, type LocalAwsError } from './local-aws-error.ts';
import type { Child } from './process/child.ts';
import { claimFolder, type FolderClaim } from './process/claim-folder.ts';

export type LocalAwsOptions = {
  /** The folder that keeps tables, queues and messages across restarts. Default: in memory. */
  readonly dataFolder?: string | undefined;
  /** Ends the start, and everything that it has started. */
  readonly signal?: AbortSignal | undefined;
};

export type LocalAws = LocalEndpoints & {
  /** Settles when a part ends without a call to `stop`. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Stops both processes, and waits until they have exited. Can be repeated. */
  stop(): Promise<void>;
};

/**
 * Starts DynamoDB and SQS as child processes on free ports of 127.0.0.1, and returns once both
 * respond. The child processes end with this process, even if it is killed.
 *
 * @example
 * const aws = await startLocalAws();
 * const client = new DynamoDBClient({ endpoint: aws.dynamodbEndpoint, ... });
 * await aws.stop();
 *
 * @throws MissingJavaError without Java 17
 * @throws FolderInUseError when another process uses the folder
 * @throws UnusableFolderError when the folder cannot be made or written
 */
export const startLocalAws = async ({
  dataFolder,
  signal,
}: LocalAwsOptions = {}): Promise<LocalAws> => {
  const folderFor = (name: string) =>
    dataFolder === undefined ? undefined : join(dataFolder, name);
  const claim = dataFolder === undefined ? undefined : await claimDataFolder(dataFolder);
  const tablesFolder = folderFor('dynamodb');
  const [dynamodb, sqs] = await startBoth(claim, tablesFolder, folderFor('sqs'), signal).catch(
    async (error: unknown) => {
      await claim?.release(false);
      throw error;
    },
  );
  const unexpectedEnd = Promise.race([dynamodb.unexpectedEnd, sqs.unexpectedEnd]);
  let hasDied = false;
  unexpectedEnd.then(() => {
    hasDied = true;
  });
  const endpoints = { dynamodbEndpoint: endpointOf(dynamodb), sqsEndpoint: endpointOf(sqs) };
  let stopped: Promise<void> | undefined;
  const end = async () => {
    await Promise.all([dynamodb.stop(), sqs.stop()]);
    if (tablesFolder !== undefined && !hasDied) removeDeletedData(tablesFolder);
    await claim?.release(!hasDied);
  };
  const stop = () => {
    stopped ??= end();
    return stopped;
  };
  try {
    await waitUntilHealthy(endpoints);
    signal?.throwIfAborted();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ...endpoints,
    unexpectedEnd,
    stop,
  };
};

const startBoth = async (
  claim: FolderClaim | undefined,
  tablesFolder: string | undefined,
  queuesFolder: string | undefined,
  signal: AbortSignal | undefined,
) => {
  if (claim?.wasAbandoned && tablesFolder !== undefined) removeDeletedData(tablesFolder);
  return await startAllOrNone(
    startDynamoDb({ folder: tablesFolder, signal }),
    startSqs({ folder: queuesFolder, signal }),
  );
};

/** What the local AWS and a stage keep in the data folder. */
const DATA_NAMES = [
  'dynamodb',
  'sqs',
  'streams',
  'subscriptions.json',
  'deliveries.db',
  'payments',
];

const claimDataFolder = (folder: string): Promise<FolderClaim> =>
  claimFolder({
    folder,
    setting: 'WILLCALL_DATA',
    names: DATA_NAMES,
    refuse: (owner) =>
      new FolderInUseError(
        'DATA_FOLDER_IN_USE',
        { folder, owner },
        'Stop that process, or set WILLCALL_DATA to another folder.',
      ),
  });

const endpointOf = (child: Child): string => `http://127.0.0.1:${child.port}`;

/** Stops the process that started if the other one does not start. */
const startAllOrNone = async (...starting: readonly [Promise<Child>, Promise<Child>]) => {
  const outcomes = await Promise.allSettled(starting);
  const [first, second] = outcomes;
  if (first.status === 'fulfilled' && second.status === 'fulfilled') {
    return [first.value, second.value] as const;
  }
  for (const outcome of outcomes) if (outcome.status === 'fulfilled') await outcome.value.stop();
  throw outcomes.find((outcome) => outcome.status === 'rejected')?.reason;
};

/** A server that has reported its port answers its first call well within this time. */
const HEALTH_TIMEOUT_MS = 15_000;

/** Waits until DynamoDB and SQS have each answered an API call. */
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
    const message = 'The local AWS started but does not respond.';
    throw new ChildProcessError('CHILD_NOT_READY', message, '', { cause: error });
  } finally {
    dynamodb.destroy();
    sqs.destroy();
  }
};
