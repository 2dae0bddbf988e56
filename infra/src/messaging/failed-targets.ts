import { busName, rules, type StageName, schedules } from '@willcall/topology';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ruleName } from './bus.ts';

/** SQS's maximum. */
const RETENTION_DAYS = 14;

/**
 * Makes the queue of failed targets: events that a rule or a schedule could not deliver to its function,
 * and events of S3 or a rule whose function failed for the last time. A person must look at them.
 * Events hold no personal data, so SQS's own key is enough. EventBridge needs no permission for it.
 */
export const makeFailedTargets = (scope: Construct, stage: StageName): Queue => {
  const queue = new Queue(scope, 'Queue-failed-targets', {
    queueName: `willcall-${stage}-failed-targets`,
    retentionPeriod: Duration.days(RETENTION_DAYS),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  queue.addToResourcePolicy(
    new PolicyStatement({
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': formatRuleArns(scope, stage) } },
    }),
  );
  return queue;
};

/** The ARNs, formatted from names: the rules are in a stack that is deployed after this one. */
const formatRuleArns = (scope: Construct, stage: StageName): string[] => {
  const arn = (path: string) =>
    Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName: path });
  return [
    ...rules.map(({ name }) => arn(`${busName(stage)}/${ruleName(stage, name)}`)),
    ...schedules.map(({ name }) => arn(ruleName(stage, name))),
  ];
};
