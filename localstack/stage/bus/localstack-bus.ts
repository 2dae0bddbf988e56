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
import { putRules, type StageBus, type StageBusOptions } from './stage-bus.ts';

/** Events handled at once, for each rule. */
const POLLERS = 2;

/** Seconds before the second and the third attempt: a local run wants to see what is wrong while it lasts. */
const RETRY_DELAYS_SECONDS = [1, 2];

/** As for the stage's other queues; see the definitions. */
const VISIBILITY_PER_FUNCTION_TIMEOUT = 6;

/**
 * Seconds: as long as EventBridge tries to deliver.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
 */
const RETENTION_SECONDS = 24 * 60 * 60;

/**
 * Uses LocalStack's own EventBridge. Our functions run in this process, where it cannot invoke them: a
 * rule whose target is one has a queue as its target instead, which is pumped into the function as
 * Lambda does it asynchronously. Subscribers' rules are LocalStack's alone.
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
      await putRules(url, name, (id) => findQueue(queues, id).arn);
      pollers = rules.flatMap(({ function: id }) => {
        const lambda = functions[id];
        return lambda === undefined
          ? []
          : [startRulePoller(client, findQueue(queues, id), lambda, log)];
      });
    },
    stop: async () => {
      await Promise.all(pollers.map((each) => each.stop()));
      client.destroy();
    },
  };
};

/** Makes an event bus; one that is there already stays, with its rules. */
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

const startRulePoller = (
  client: SQSClient,
  queue: QueueResource,
  lambda: LambdaFunction<EventBridgeEvent<string, unknown>, unknown>,
  log: LocalLog,
): QueuePoller =>
  startQueuePoller({
    client,
    queue,
    function: createAsynchronousFunction({
      client,
      queue,
      function: lambda,
      retryDelaysSeconds: RETRY_DELAYS_SECONDS,
      log,
    }),
    batchSize: 1,
    pollers: POLLERS,
    log,
  });

/** The queue in a function's place as the target of a rule, e.g. `willcall-local-rule-reprice`. Can be repeated. */
const createRuleQueue = (
  client: SQSClient,
  bus: string,
  { name, function: id }: RuleDefinition,
): Promise<QueueResource> =>
  createQueue(client, `${bus}-rule-${name}`, {
    VisibilityTimeout: String(VISIBILITY_PER_FUNCTION_TIMEOUT * functions[id].timeoutSeconds),
    MessageRetentionPeriod: String(RETENTION_SECONDS),
  });
