import { busName, rules, type StageName, schedules } from '@willcall/topology';
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ruleName } from './bus.ts';

/** SQS's longest. */
const RETENTION_DAYS = 14;

/**
 * What a rule or a schedule could not hand to its function, and what a function that S3 or a rule
 * invoked has failed at for the last time: for a person. Events name nobody, so that SQS's own key will
 * do, which EventBridge may use without a permission.
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

/** By name: the rules stand in a stack that needs this one first. */
const formatRuleArns = (scope: Construct, stage: StageName): string[] => {
  const arn = (path: string) =>
    Stack.of(scope).formatArn({ service: 'events', resource: 'rule', resourceName: path });
  return [
    ...rules.map(({ name }) => arn(`${busName(stage)}/${ruleName(stage, name)}`)),
    ...schedules.map(({ name }) => arn(ruleName(stage, name))),
  ];
};
