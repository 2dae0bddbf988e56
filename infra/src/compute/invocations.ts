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
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { ruleName } from '../messaging/bus.ts';
import type { ComputeResources } from './compute-resources.ts';
import type { DeployedFunction } from './function.ts';

type InvocationsInput = ComputeResources & {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'pollers' | 'stockShardsMax'>;
  readonly functions: Readonly<Record<FunctionId, DeployedFunction>>;
};

/** Has the functions invoked by queues, by the tables' streams, by events and by the clock. */
export const makeInvocations = (scope: Construct, input: InvocationsInput): void => {
  mapQueues(scope, input);
  mapStreams(scope, input);
  makeRules(scope, input);
  keepFailedInvocations(input);
};

/** Hands the queues' messages to the functions of the definitions, in batches that may fail in part. */
const mapQueues = (
  scope: Construct,
  { functions, messaging, configuration }: InvocationsInput,
): void => {
  for (const source of eventSources) {
    new EventSourceMapping(scope, `Queue-${source.queue}`, {
      target: functions[source.function].alias,
      eventSourceArn: messaging.queues[source.queue].queueArn,
      batchSize: source.batchSize,
      reportBatchItemFailures: true,
      ...configureScaling(source, configuration),
    });
  }
};

/** Lambda refuses a mapping that has both. What is received slowly on purpose stays slow. */
const configureScaling = (
  { queue, maximumConcurrency }: QueueEventSource,
  { pollers, stockShardsMax }: InvocationsInput['configuration'],
): EventSourceMappingOptions => {
  if (queue === 'purchases' && pollers.kind === 'provisioned') {
    const { minimum, maximum } = pollers;
    return { provisionedPollerConfig: { minimumPollers: minimum, maximumPollers: maximum } };
  }
  // More batches than buckets would only stand in each other's way.
  return { maxConcurrency: Math.min(maximumConcurrency, stockShardsMax) };
};

/** Hands the tables' changes to the functions of the definitions; what expires goes to S3, whole. */
const mapStreams = (scope: Construct, { functions, data }: InvocationsInput): void => {
  for (const { table, function: id, batchSize, filters } of streamSources) {
    const mapping = new EventSourceMapping(scope, `Stream-${table}`, {
      target: functions[id].alias,
      eventSourceArn: data.tables[table].tableStreamArn,
      // From its beginning: a change that was made before the mapping is announced too.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      filters: filters.map((filter) => FilterCriteria.filter({ ...filter })),
      bisectBatchOnError: streamRetries.bisectBatchOnFunctionError,
      reportBatchItemFailures: true,
      // CDK's own destination would give the function the run of the bucket.
      onFailure: { bind: () => ({ destination: data.buckets.failures.bucketArn }) },
    });
    retryUntilExpiry(mapping);
  }
};

/** CDK takes no -1, which is Lambda's way to say so. */
const retryUntilExpiry = ({ node }: EventSourceMapping): void => {
  if (!(node.defaultChild instanceof CfnEventSourceMapping)) throw new TypeError('No mapping');
  node.defaultChild.maximumRetryAttempts = streamRetries.maximumRetryAttempts;
  node.defaultChild.maximumRecordAgeInSeconds = streamRetries.maximumRecordAgeSeconds;
};

/** EventBridge's longest: an event is worth a day. */
const EVENT_RETRIES = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** A turn that is late is made up for by the next one. */
const SCHEDULE_RETRIES = { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 2 };

/** Invokes the functions of the definitions by events, and by the clock. */
const makeRules = (scope: Construct, { stage, functions, messaging }: InvocationsInput): void => {
  const failed = messaging.failedTargets;
  for (const { name, pattern, function: id } of rules) {
    makeRule(scope, `Rule-${name}`, {
      name: ruleName(stage, name),
      when: { eventBusName: messaging.bus.eventBusName, eventPattern: pattern },
      target: functions[id].alias,
      failed,
      retries: EVENT_RETRIES,
    });
  }
  for (const schedule of schedules) {
    const { alias } = functions[schedule.function];
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
  /** Whole, e.g. `willcall-dev-reprice`. */
  readonly name: string;
  readonly when: Pick<CfnRuleProps, 'eventBusName' | 'eventPattern' | 'scheduleExpression'>;
  readonly target: Alias;
  /** Where what could not be delivered is kept. */
  readonly failed: IQueue;
  readonly retries: {
    readonly maximumEventAgeInSeconds: number;
    readonly maximumRetryAttempts: number;
  };
};

/**
 * A rule that invokes a function, as CloudFormation has it: CDK's own would want to change the policy
 * of the queue, which stands in a stack that this one needs first.
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

/** Lambda's longest and most: it waits one minute, then two, between them. */
const MAX_EVENT_AGE_HOURS = 6;
const MAX_RETRIES = 2;

/** Keeps what a function has failed at for the last time, though nobody waits for its answer. */
const keepFailedInvocations = ({ functions, messaging }: InvocationsInput): void => {
  const ids = Object.keys(definitions) as FunctionId[];
  for (const id of ids.filter(isInvokedAsynchronously)) {
    functions[id].alias.configureAsyncInvoke({
      maxEventAge: Duration.hours(MAX_EVENT_AGE_HOURS),
      retryAttempts: MAX_RETRIES,
      onFailure: { bind: () => ({ destination: messaging.failedTargets.queueArn }) },
    });
  }
};
