import type { StageName } from '@willcall/topology';
import { Stack } from 'aws-cdk-lib';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';

type AlarmTargets = Extract<StageConfiguration['alarms'], { readonly kind: 'alarms' }>;

/** Where alarms are told: a topic that is there already, one of ours, or both when an address is named too. */
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
 * The topic that alarms are told to: encrypted, by TLS only, and written to by this account's alarms
 * alone. Its key is one of ours, since the key that AWS has for SNS does not let CloudWatch use it.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 *
 * @param email who is told; to be confirmed by a click in the first message.
 */
function makeAlarmTopic(scope: Construct, stage: StageName, email?: string): Topic {
  const key = new Key(scope, 'alarm-key', {
    alias: `willcall-${stage}-alarms`,
    description: `Messages of the alarms of willcall ${stage}`,
    enableKeyRotation: true,
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

/** What this account's alarms may do. In a key's own policy, `*` means that key. */
const allowAlarms = (scope: Construct, actions: string[], resource: string): PolicyStatement =>
  new PolicyStatement({
    principals: [CLOUDWATCH],
    actions,
    resources: [resource],
    conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account } },
  });
