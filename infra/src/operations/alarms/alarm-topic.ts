import type { StageName } from '@willcall/topology';
import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';

type AlarmTargets = Extract<StageConfiguration['alarms'], { readonly kind: 'alarms' }>;

/** The topics that alarms notify: an existing one, a new one, or both if the configuration names an e-mail address too. */
export function makeAlarmActions(
  scope: Construct,
  stage: StageName,
  { topicArn, email }: AlarmTargets,
): IAlarmAction[] {
  const given = topicArn === undefined ? [] : [Topic.fromTopicArn(scope, 'pager', topicArn)];
  const own =
    topicArn !== undefined && email === undefined ? [] : [makeAlarmTopic(scope, stage, email)];
  return [...given, ...own].map((topic) => new SnsAction(topic));
}

const CLOUDWATCH = new ServicePrincipal('cloudwatch.amazonaws.com');

/**
 * Makes the topic of the alarms: encrypted, TLS only, and only this account's alarms may publish to it.
 * It uses a customer-managed key, because CloudWatch may not use the AWS-managed key of SNS.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 *
 * @param email the subscriber, who must confirm by the link in the first message.
 */
function makeAlarmTopic(scope: Construct, stage: StageName, email?: string): Topic {
  const key = new Key(scope, 'alarm-key', {
    alias: `willcall-${stage}-alarms`,
    description: `Messages of the alarms of willcall ${stage}`,
    enableKeyRotation: true,
    // It encrypts only messages on their way.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const topic = new Topic(scope, 'alarm-topic', {
    topicName: `willcall-${stage}-alarms`,
    displayName: `willcall ${stage}`,
    masterKey: key,
    enforceSSL: true,
  });
  key.addToResourcePolicy(allowAlarms(scope, ['kms:Decrypt', 'kms:GenerateDataKey'], '*'));
  topic.addToResourcePolicy(allowAlarms(scope, ['sns:Publish'], topic.topicArn));
  if (email !== undefined) topic.addSubscription(new EmailSubscription(email));
  return topic;
}

/** Allows actions to this account's alarms. In a key policy, `*` means that key. */
const allowAlarms = (scope: Construct, actions: string[], resource: string): PolicyStatement =>
  new PolicyStatement({
    principals: [CLOUDWATCH],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
