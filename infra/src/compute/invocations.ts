import { known } from '@willcall/contracts';
import {
  functions as definitions,
  eventSources,
  type FunctionId,
  isInvokedAsynchronously,
  type QueueEventSource,
  rules,
  type ScheduleDefinition,
  type StageName,
  schedules,
  streamRetries,
  streamSources,
} from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import { CfnRule, type CfnRuleProps } from 'aws-cdk-lib/aws-events';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  type Alias,
  CfnEventSourceMapping,
  EventSourceMapping,
  type EventSourceMappingOptions,
  FilterCriteria,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EachFunction } from '../configuration/payments-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { ruleName } from '../messaging/bus.ts';
import type { ComputeResources } from './compute-resources.ts';
import type { DeployedFunction } from './function.ts';

type InvocationsInput = ComputeResources & {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'pollers' | 'stockShardsMax'>;
  readonly functions: EachFunction<DeployedFunction>;
};

/** Connects the functions to what invokes them: queues, table streams, events and schedules. */
export const makeInvocations = (scope: Construct, input: InvocationsInput): void => {
  mapQueues(scope, input);
  mapStreams(scope, input);
  makeRules(scope, input);
  keepFailedInvocations(input);
};

/** Maps the queues to the functions of the definitions, with partial batch responses. */
const mapQueues = (
  scope: Construct,
  { functions, messaging, configuration }: InvocationsInput,
): void => {
  for (const source of eventSources) {
    const reader = functions[source.function];
    if (reader === undefined) continue;
    new EventSourceMapping(scope, `Queue-${source.queue}`, {
      target: reader.alias,
      eventSourceArn: messaging.queues[source.queue].queueArn,
      batchSize: source.batchSize,
      reportBatchItemFailures: true,
      ...configureScaling(source, configuration),
    });
  }
};

/** Lambda refuses a mapping with both settings. Only the purchases queue gets provisioned pollers; dead letters stay slow on purpose. */
const configureScaling = (
  { queue, maximumConcurrency }: QueueEventSource,
  { pollers, stockShardsMax }: InvocationsInput['configuration'],
): EventSourceMappingOptions => {
  if (queue === 'purchases' && pollers.kind === 'provisioned') {
    const { minimum, maximum } = pollers;
    return { provisionedPollerConfig: { minimumPollers: minimum, maximumPollers: maximum } };
  }
  // More batches than shards would only conflict with each other.
  return { maxConcurrency: Math.min(maximumConcurrency, stockShardsMax) };
};

/** Maps the tables' streams to the functions of the definitions. Records that expire go to S3, complete. */
const mapStreams = (scope: Construct, { functions, data }: InvocationsInput): void => {
  for (const source of streamSources) {
    const { name, table, function: id, batchSize, parallelizationFactor, filters } = source;
    const reader = known(functions[id], id);
    const mapping = new EventSourceMapping(scope, `Stream-${name}`, {
      target: reader.alias,
      eventSourceArn: data.tables[table].tableStreamArn,
      // From the oldest record: changes made before the mapping existed are announced too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      parallelizationFactor,
      maxBatchingWindow: Duration.seconds(source.batchingWindowSeconds),
      filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
      bisectBatchOnError: streamRetries.bisectBatchOnFunctionError,
      reportBatchItemFailures: true,
      // CDK's own destination would let the function do anything in the bucket.
      onFailure: { bind: () => ({ destination: data.buckets.failures.bucketArn }) },
    });
    retryUntilExpiry(mapping);
  }
};

/** Sets both limits to -1, Lambda's value for no limit. CDK's own properties do not accept it. */
const retryUntilExpiry = ({ node }: EventSourceMapping): void => {
  if (!(node.defaultChild instanceof CfnEventSourceMapping)) throw new TypeError('No mapping');
  node.defaultChild.maximumRetryAttempts = streamRetries.maximumRetryAttempts;
  node.defaultChild.maximumRecordAgeInSeconds = streamRetries.maximumRecordAgeSeconds;
};

/** EventBridge's maximum. An event is retried for a day. */
const EVENT_RETRIES = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** The next turn makes up for a missed one. */
const SCHEDULE_RETRIES = { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 };

/** Makes the rules and schedules of the definitions. */
const makeRules = (scope: Construct, { stage, functions, messaging }: InvocationsInput): void => {
  const failed = messaging.failedTargets;
  for (const { name, pattern, function: id } of rules) {
    makeRule(scope, `Rule-${name}`, {
      name: ruleName(stage, name),
      when: { eventBusName: messaging.bus.eventBusName, eventPattern: pattern },
      target: known(functions[id], id).alias,
      failed,
      retries: EVENT_RETRIES,
    });
  }
  for (const schedule of schedules) {
    const turned = functions[schedule.function];
    if (turned === undefined) continue;
    const { alias } = turned;
    makeRule(scope, `Schedule-${schedule.name}`, {
      name: ruleName(stage, schedule.name),
      when: { scheduleExpression: formatRate(schedule) },
      target: alias,
      failed,
      retries: SCHEDULE_RETRIES,
    });
    alias.configureAsyncInvoke({
      maxEventAge: Duration.seconds(SCHEDULE_RETRIES.maximumEventAgeInSeconds),
      retryAttempts: 0,
    });
  }
};

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html */
const formatRate = ({ everyMinutes }: ScheduleDefinition): string =>
  `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`;

type RuleInput = {
  /** The full name, e.g. `willcall-dev-reprice`. */
  readonly name: string;
  readonly when: Pick<CfnRuleProps, 'eventBusName' | 'eventPattern' | 'scheduleExpression'>;
  readonly target: Alias;
  /** The queue for events that could not be delivered. */
  readonly failed: IQueue;
  readonly retries: {
    readonly maximumEventAgeInSeconds: number;
    readonly maximumRetryAttempts: number;
  };
};

/**
 * Makes a rule that invokes a function, as a CloudFormation resource. CDK's own rule would change the
 * policy of the queue, which is in a stack that is deployed before this one.
 */
const makeRule = (scope: Construct, id: string, input: RuleInput): void => {
  const { name, when, target, failed, retries } = input;
  const rule = new CfnRule(scope, id, {
    name,
    ...when,
    state: 'ENABLED',
    targets: [
      {
        id: 'function',
        arn: target.functionArn,
        deadLetterConfig: { arn: failed.queueArn },
        retryPolicy: retries,
      },
    ],
  });
  target.addPermission(`By-${id}`, {
    principal: new ServicePrincipal('events.amazonaws.com'),
    sourceArn: rule.attrArn,
  });
};

/** Lambda's maximums. It waits for one minute before the first retry and for two before the second. */
const MAX_EVENT_AGE_HOURS = 6;
const MAX_RETRIES = 2;

/** Sends an event to the queue of failed targets after its asynchronous invocation has failed for the last time. */
const keepFailedInvocations = ({ functions, messaging }: InvocationsInput): void => {
  const ids = Object.keys(definitions) as FunctionId[];
  for (const id of ids.filter(isInvokedAsynchronously)) {
    known(functions[id], id).alias.configureAsyncInvoke({
      maxEventAge: Duration.hours(MAX_EVENT_AGE_HOURS),
      retryAttempts: MAX_RETRIES,
      onFailure: { bind: () => ({ destination: messaging.failedTargets.queueArn }) },
    });
  }
};
