import type { StageName } from '@willcall/topology';
import { CompositeAlarm, type IAlarmRule } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type RunbookSection, runbookAnchor } from '../runbook-section.ts';
import { alarmName } from './alarm-definition.ts';

export type CompositeDefinition = {
  readonly id: RunbookSection;
  readonly summary: string;
  readonly rule: IAlarmRule;
};

/** Makes an alarm of others. */
export const makeComposite = (
  scope: Construct,
  stage: StageName,
  { id, summary, rule }: CompositeDefinition,
): CompositeAlarm =>
  new CompositeAlarm(scope, id, {
    compositeAlarmName: alarmName(stage, id),
    alarmDescription: `${summary} ${runbookAnchor(id)}`,
    alarmRule: rule,
  });
