import { CreateEventBusCommand, ResourceAlreadyExistsException } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { known } from '@willcall/contracts';
import { type FunctionId, functions, type RuleDefinition, rules } from '@willcall/topology';
import type { EventBridgeEvent } from 'aws-lambda';
import { createEventBridgeClient, createSqsClient } from '../../aws/clients.ts';
import type { LambdaFunction } from '../../aws/lambda/invoke.ts';
import { createAsynchronousFunction } from '../../aws/lambda/queues/asynchronous-function.ts';
import { type QueuePoller, startQueuePoller } from '../../aws/lambda/queues/start-queue-poller.ts';
import type { LocalLog } from '../../aws/process/local-log.ts';
import { createQueue } from '../resources/create-queue.ts';
import type { QueueResource } from '../resources/resources.ts';
import { createFailedTargets, createFailureDestination } from './failed-targets.ts';
import { putRules, type StageBus, type StageBusOptions } from './stage-bus.ts';

/** The number of events that each rule processes at the same time. */
const POLLERS = 2;

/** Delays before the second and third attempt. Short, so that a local run shows errors soon. */
const RETRY_DELAYS_SECONDS = [1, 2];

/** The same factor as for the other queues of the stage. */
const VISIBILITY_PER_FUNCTION_TIMEOUT = 6;

/**
 * As long as EventBridge retries a delivery.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
const RETENTION_SECONDS = 24 * 60 * 60;

/**
 * Uses LocalStack's EventBridge. It cannot invoke functions in this process, so a rule for a function
 * has a queue as its target instead. A poller invokes the function with the messages of that queue, as
 * Lambda's asynchronous invocation does. LocalStack handles the rules of subscribers alone.
 */
export const openLocalStackBus = async ({ aws, name, log }: StageBusOptions): Promise<StageBus> => {
  const { sqsEndpoint: url } = aws;
  await createBus(url, name);
  const client = createSqsClient(aws, rules.length * POLLERS);
  let pollers: readonly QueuePoller[] = [];
  return {
    url,
    route: async (functions) => {
      const queues = await createRuleQueues(client, name);
      const failed = await createFailedTargets(client, name);
      await putRules(url, name, (id) => ({
        arn: findQueue(queues, id).arn,
        deadLetterArn: failed.arn,
      }));
      pollers = rules.flatMap(({ function: id }) => {
        const lambda = functions[id];
        return lambda === undefined
          ? []
          : [startRulePoller({ client, queue: findQueue(queues, id), failed, lambda, log })];
      });
    },
    stop: async () => {
      await Promise.all(pollers.map((each) => each.stop()));
      client.destroy();
    },
  };
};

/** Creates an event bus. An existing bus keeps its rules. */
const createBus = async (endpoint: string, name: string): Promise<void> => {
  const client = createEventBridgeClient(endpoint);
  try {
    await client.send(new CreateEventBusCommand({ Name: name }));
  } catch (error) {
    if (!(error instanceof ResourceAlreadyExistsException)) throw error;
  } finally {
    client.destroy();
  }
};

type RuleQueues = ReadonlyMap<FunctionId, QueueResource>;

const createRuleQueues = async (client: SQSClient, bus: string): Promise<RuleQueues> => {
  const made = rules.map(
    async (rule: RuleDefinition) =>
      [rule.function, await createRuleQueue(client, bus, rule)] as const,
  );
  return new Map(await Promise.all(made));
};

const findQueue = (queues: RuleQueues, id: FunctionId): QueueResource =>
  known(queues.get(id), `rule with ${id} as its target`);

type RulePollerInput = {
  readonly client: SQSClient;
  readonly queue: QueueResource;
  readonly failed: QueueResource;
  readonly lambda: LambdaFunction<EventBridgeEvent<string, unknown>, unknown>;
  readonly log: LocalLog;
};

const startRulePoller = ({ client, queue, failed, lambda, log }: RulePollerInput): QueuePoller =>
  startQueuePoller({
    client,
    queue,
    function: createAsynchronousFunction({
      client,
      queue,
      function: lambda,
      retryDelaysSeconds: RETRY_DELAYS_SECONDS,
      onFailure: createFailureDestination(client, failed, lambda.name),
      log,
    }),
    batchSize: 1,
    pollers: POLLERS,
    log,
  });

/** Creates the queue that replaces a function as a rule's target, such as `willcall-local-rule-reprice`. */
const createRuleQueue = (
  client: SQSClient,
  bus: string,
  { name, function: id }: RuleDefinition,
): Promise<QueueResource> =>
  createQueue(client, `${bus}-rule-${name}`, {
    VisibilityTimeout: String(VISIBILITY_PER_FUNCTION_TIMEOUT * functions[id].timeoutSeconds),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
  });
