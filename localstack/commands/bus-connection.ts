import { EventBridgeClient, type PutTargetsCommandOutput } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CommandError, UsageError } from '@willcall/cli';
import type { Environment } from '@willcall/lambda';
import { createSqsClient } from '../aws/clients.ts';
import { LOCAL_REGION, localCredentials } from '../aws/local-account.ts';
import type { RunningStack } from '../stage/running-stack.ts';

/** A bus to subscribe to, and the clients that reach it and the queues beside it. */
export type BusConnection = {
  readonly eventBridge: EventBridgeClient;
  readonly sqs: SQSClient;
  /** Name or ARN. */
  readonly bus: string;
};

/**
 * Connects to the running stack or, when WILLCALL_BACKEND names another one, to where the SDK's own
 * settings lead (credentials, region, AWS_ENDPOINT_URL).
 *
 * @param bus needed anywhere but on the running stack, which knows its own.
 * @throws CommandError when there is no stack; UsageError when no bus is named.
 */
export const openBusConnection = (
  environment: Environment,
  running: RunningStack | undefined,
  bus: string | undefined,
): BusConnection => {
  const backend = environment.WILLCALL_BACKEND ?? 'embedded';
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
  };
};

const connectElsewhere = (backend: string, bus: string | undefined): BusConnection => {
  if (bus === undefined) {
    throw new UsageError(`With WILLCALL_BACKEND=${backend}, --bus NAME is required.`);
  }
  return {
    eventBridge: new EventBridgeClient({}),
    // The client's endpoint decides where a request goes; a queue's URL is its name only.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    bus,
  };
};

/** Whether SQS says that there is no such queue; fauxqs gives the code of the older query protocol. */
export const isMissingQueue = (error: unknown): boolean =>
  error instanceof Error && /QueueDoesNotExist$|NonExistentQueue$/.test(error.name);

/** Whether EventBridge says that there is no such rule, or no such bus. */
export const isMissingRule = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ResourceNotFoundException';

/**
 * PutTargets answers 200 for what it refuses.
 * @throws CommandError with EventBridge's own words.
 */
export const expectNoFailedEntries = ({
  FailedEntries: [first] = [],
}: Pick<PutTargetsCommandOutput, 'FailedEntries'>): void => {
  if (first === undefined) return;
  throw new CommandError(
    first.ErrorMessage ?? first.ErrorCode ?? 'EventBridge rejected the target.',
  );
};
