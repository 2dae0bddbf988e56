import type { StageName } from '@willcall/topology';
import type { IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { StageConfiguration } from '../../configuration/stage-configuration.ts';
import { makeAlarmTopic } from './alarm-topic.ts';

type Told = Extract<StageConfiguration['alarms'], { readonly kind: 'alarms' }>;

/** Where alarms are told: a topic that is there already, one of ours, or both when an address is named too. */
export function alarmActions(
  scope: Construct,
  stage: StageName,
  { topicArn, email }: Told,
): IAlarmAction[] {
  const given = topicArn === undefined ? [] : [Topic.fromTopicArn(scope, 'pager', topicArn)];
  const own =
    topicArn !== undefined && email === undefined ? [] : [makeAlarmTopic(scope, stage, email)];
  return [...given, ...own].map((topic) => new SnsAction(topic));
}
