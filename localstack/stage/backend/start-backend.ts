import type { LocalEndpoints } from '../../aws/clients.ts';
import { type LocalAws, startLocalAws, waitUntilHealthy } from '../../aws/local-aws.ts';
import { BadSettingError, LocalAwsError } from '../../aws/local-aws-error.ts';
import type { BackendChoice } from './choose-backend.ts';
import { type RunningLocalStack, startLocalStack } from './start-localstack.ts';

export type BackendOptions = {
  /** Where tables, queues and messages are kept over a restart; in memory without it. */
  readonly dataFolder?: string | undefined;
  /** How LocalStack is started where no endpoint is named: by Docker Compose, unless said otherwise. */
  readonly startContainer?: (() => Promise<RunningLocalStack>) | undefined;
};

/**
 * Starts what was chosen, and returns once it answers. An endpoint that was named is only looked at, and
 * never stopped.
 *
 * @example
 * const aws = await startBackend(chooseBackend(process.env));
 * const stage = await startStage({ aws, stage: 'dev' });
 * await stage.stop();
 * await aws.stop();
 *
 * @throws LocalAwsError in one sentence that a person can act on
 */
export const startBackend = async (
  choice: BackendChoice,
  { dataFolder, startContainer = startLocalStack }: BackendOptions = {},
): Promise<LocalAws> => {
  switch (choice.kind) {
    case 'embedded':
      return await startLocalAws({ dataFolder });
    case 'localstack':
      if (dataFolder !== undefined) throw createDataFolderError();
      return choice.endpoint === undefined
        ? await waitForLocalStack(await startContainer())
        : await waitForLocalStack(useRunning(choice.endpoint));
  }
};

/** Somebody else's: it is not ours to stop, nor to watch. */
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
      `DynamoDB and SQS do not answer at ${endpoint}: start LocalStack there, or name another AWS_ENDPOINT_URL.`,
      { cause: error },
    );
  }
  return { ...endpoints, unexpectedEnd, stop };
};

const createDataFolderError = (): BadSettingError =>
  new BadSettingError(
    'WILLCALL_DATA is for the embedded backend: the free LocalStack keeps nothing over a restart, so leave it out.',
  );

/** LocalStack answers for every service at one address. */
const localStackEndpoints = (endpoint: string): LocalEndpoints => ({
  backend: 'localstack',
  dynamodbEndpoint: endpoint,
  sqsEndpoint: endpoint,
});
