import { EventBridgeClient, type PutTargetsCommandOutput } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CommandError, UsageError } from '@willcall/cli';
import type { Environment } from '@willcall/lambda';
import { createSqsClient } from '../aws/clients.ts';
import { LOCAL_REGION, localCredentials } from '../aws/local-account.ts';
import { readBackendName } from '../stage/backend/choose-backend.ts';
import type { RunningStack } from '../stage/running-stack.ts';

/** A bus to subscribe to, and the clients for the bus and its queues. */
export type BusConnection = {
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
  /** The name or ARN of the bus. */
  readonly bus: string;
  /** Whether the bus is that of the stack that `npm start` runs. */
  readonly isRunningStack: boolean;
};

/**
 * Connects to the running stack. If WILLCALL_BACKEND names another backend, the SDK's own settings
 * decide (credentials, region, AWS_ENDPOINT_URL).
 *
 * @param bus required except on the running stack, which has one bus.
 * @throws CommandError if no stack runs; UsageError if no bus is named.
 */
export const openBusConnection = (
  environment: Environment,
  running: RunningStack | undefined,
  bus: string | undefined,
): BusConnection => {
  const backend = readBackendName(environment) ?? 'embedded';
  const isHere = backend === 'embedded' || (backend === 'localstack' && running !== undefined);
  if (!isHere) return connectElsewhere(backend, bus);
  if (running === undefined) {
    throw new CommandError(
      'No stack is running. Start one with npm start, or use WILLCALL_BACKEND=aws and --bus NAME.',
      { code: 'NO_STACK' },
    );
  }
  const { eventsEndpoint: endpoint } = running;
  return {
    eventBridge: new EventBridgeClient({
      endpoint,
      region: LOCAL_REGION,
      credentials: localCredentials,
    }),
    sqs: createSqsClient(running),
    bus: bus ?? running.bus,
    isRunningStack: true,
  };
};

const connectElsewhere = (backend: string, bus: string | undefined): BusConnection => {
  if (bus === undefined) {
    throw new UsageError(`With WILLCALL_BACKEND=${backend}, --bus NAME is required.`);
  }
  return {
    eventBridge: new EventBridgeClient({}),
    // The client's endpoint decides where a request goes. A queue's URL is only its name.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    bus,
    isRunningStack: false,
  };
};

/** Whether SQS reports a missing queue. fauxqs returns the code of the older query protocol. */
export const isMissingQueue = (error: unknown): boolean =>
  error instanceof Error && /QueueDoesNotExist$|NonExistentQueue$/.test(error.name);

/** Whether EventBridge reports a missing rule or a missing bus. */
export const isMissingRule = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';

/**
 * PutTargets also returns 200 for the targets that it rejects.
 * @throws CommandError with EventBridge's message.
 */
export const expectNoFailedEntries = ({
  FailedEntries: [first] = [],
}: Pick<PutTargetsCommandOutput, 'FailedEntries'>): void => {
  if (first === undefined) return;
  throw new CommandError(
    first.ErrorMessage ?? first.ErrorCode ?? 'EventBridge rejected the target.',
  );
};
