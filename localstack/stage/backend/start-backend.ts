import type { LocalEndpoints } from '../../aws/clients.ts';
import { type LocalAws, startLocalAws, waitUntilHealthy } from '../../aws/local-aws.ts';
import { BadSettingError, LocalAwsError } from '../../aws/local-aws-error.ts';
import type { BackendChoice } from './choose-backend.ts';
import { type RunningLocalStack, startLocalStack } from './start-localstack.ts';

export type BackendOptions = {
  /** The folder that keeps tables, queues and messages across restarts. Default: in memory. */
  readonly dataFolder?: string | undefined;
  /** Ends the start, and everything that it has started. */
  readonly signal?: AbortSignal | undefined;
  /** Starts LocalStack when no endpoint is set. Default: with Docker Compose. */
  readonly startContainer?: (() => Promise<RunningLocalStack>) | undefined;
};

/**
 * Starts the chosen backend, and returns once it responds. A LocalStack at a configured endpoint is
 * only checked, and never stopped.
 *
 * @example
 * const aws = await startBackend(chooseBackend(process.env));
 * const stage = await startStage({ aws, stage: 'dev' });
 * await stage.stop();
 * await aws.stop();
 *
 * @throws LocalAwsError
 */
export const startBackend = async (
  choice: BackendChoice,
  { dataFolder, signal, startContainer = startLocalStack }: BackendOptions = {},
): Promise<LocalAws> => {
  switch (choice.kind) {
    case 'embedded':
      return await startLocalAws({ dataFolder, signal });
    case 'localstack':
      if (dataFolder !== undefined) throw createDataFolderError();
      return choice.endpoint === undefined
        ? await waitForLocalStack(await startContainer())
        : await waitForLocalStack(useRunning(choice.endpoint));
  }
};

/** A LocalStack that another process started. It is neither stopped nor watched here. */
const useRunning = (endpoint: string): RunningLocalStack => ({
  endpoint,
  unexpectedEnd: new Promise(() => undefined),
  stop: async () => undefined,
});

const waitForLocalStack = async (running: RunningLocalStack): Promise<LocalAws> => {
  const { endpoint, unexpectedEnd, stop } = running;
  const endpoints = localStackEndpoints(endpoint);
  try {
    await waitUntilHealthy(endpoints);
  } catch (error) {
    await stop();
    throw new LocalAwsError(
      'BACKEND_UNAVAILABLE',
      `DynamoDB and SQS do not respond at ${endpoint}. Start LocalStack there, or set AWS_ENDPOINT_URL to another endpoint.`,
      { cause: error },
    );
  }
  return { ...endpoints, unexpectedEnd, stop };
};

const createDataFolderError = (): BadSettingError =>
  new BadSettingError(
    'WILLCALL_DATA works with the embedded backend only, because LocalStack (free edition) keeps no data across restarts. Unset WILLCALL_DATA.',
  );

/** LocalStack serves every service at one endpoint. */
const localStackEndpoints = (endpoint: string): LocalEndpoints => ({
  backend: 'localstack',
  dynamodbEndpoint: endpoint,
  sqsEndpoint: endpoint,
});
