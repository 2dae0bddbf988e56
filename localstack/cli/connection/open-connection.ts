import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Environment } from '@willcall/lambda';
import { LOCAL_REGION, localCredentials } from '../../aws/clients/local-credentials.ts';
import { sqsClient } from '../../aws/clients/sqs-client.ts';
import { BadSettingError } from '../../aws/local-aws-error.ts';
import type { RunningStack } from '../../stage/running/running-stack.ts';

/** A bus to subscribe to, and the clients that reach it and the queues beside it. */
export type Connection = {
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
 * @throws BadSettingError when there is no stack, or no bus is named.
 */
export const openConnection = (
  environment: Environment,
  running: RunningStack | undefined,
  bus: string | undefined,
): Connection => {
  const backend = environment.WILLCALL_BACKEND ?? 'embedded';
  const isHere = backend === 'embedded' || (backend === 'localstack' && running !== undefined);
  if (!isHere) return elsewhere(backend, bus);
  if (running === undefined) {
    throw new BadSettingError(
      'No stack is running: start one with npm start, or set WILLCALL_BACKEND=aws and name a --bus.',
    );
  }
  const { eventsEndpoint: endpoint } = running;
  return {
    eventBridge: new EventBridgeClient({
      endpoint,
      region: LOCAL_REGION,
      credentials: localCredentials,
    }),
    sqs: sqsClient(running),
    bus: bus ?? running.bus,
  };
};

const elsewhere = (backend: string, bus: string | undefined): Connection => {
  if (bus === undefined) {
    throw new BadSettingError(
      `With WILLCALL_BACKEND=${backend} the bus has to be named: --bus NAME.`,
    );
  }
  return {
    eventBridge: new EventBridgeClient({}),
    // The client's endpoint decides where a request goes; a queue's URL is its name only.
    sqs: new SQSClient({ useQueueUrlAsEndpoint: false }),
    bus,
  };
};
