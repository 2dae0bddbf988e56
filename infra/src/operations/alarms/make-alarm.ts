import type { StageName } from '@willcall/topology';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { runbookAnchor } from '../runbook-section.ts';
import { type AlarmDefinition, alarmName } from './alarm-definition.ts';

const operators = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  'at least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const satisfies Record<AlarmDefinition['is'], ComparisonOperator>;

const missingData = {
  'all is well': TreatMissingData.NOT_BREACHING,
  'it has stopped': TreatMissingData.BREACHING,
} as const satisfies Record<AlarmDefinition['silence'], TreatMissingData>;

/** Makes an alarm; its description ends with where the runbook tells what to do. */
export const makeAlarm = (
  scope: Construct,
  stage: StageName,
  { id, section, summary, metric, is, threshold, periods, silence, ignoresFew }: AlarmDefinition,
): Alarm =>
  new Alarm(scope, id, {
    alarmName: alarmName(stage, id),
    alarmDescription: `${summary} ${runbookAnchor(section)}`,
    metric,
    comparisonOperator: operators[is],
    threshold,
    datapointsToAlarm: periods.breaching,
    evaluationPeriods: periods.of,
    treatMissingData: missingData[silence],
    ...(ignoresFew === true && { evaluateLowSampleCountPercentile: 'ignore' }),
  });
