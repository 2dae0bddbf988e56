import type { StageName } from '@willcall/topology';
import {
  Alarm,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarmRule,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { formatRunbookAnchor, type RunbookSection } from '../runbook.ts';

/** An alarm on one metric, before its construct is made. */
export type AlarmDefinition = {
  /** The end of the alarm's name, see `alarmName`. */
  readonly id: string;
  readonly section: RunbookSection;
  /** The problem, in one sentence. */
  readonly summary: string;
  readonly metric: IMetric;
  readonly comparison: 'above' | 'at least' | 'below';
  readonly threshold: number;
  /** How many of the latest periods must breach. One bad minute is normal, two in three are a problem. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /** What a period without data means: nothing happened, or the publisher has stopped. */
  readonly missingData: 'not breaching' | 'breaching';
  /** Whether too few samples leave the alarm's state unchanged. A p99 needs a thousand in a period. */
  readonly ignoresLowSampleCount?: boolean;
  /** Whether buyers notice. If so, the alarm is part of `sale-in-trouble`. */
  readonly affectsBuyers?: boolean;
};

/** The name of an alarm in a stage, e.g. `willcall-prod-queue-age`. */
export const alarmName = (stage: StageName, id: string): string => `willcall-${stage}-${id}`;

const operators = {
  above: ComparisonOperator.GREATER_THAN_THRESHOLD,
  'at least': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_THRESHOLD,
} as const satisfies Record<AlarmDefinition['comparison'], ComparisonOperator>;

const missingDataTreatments = {
  'not breaching': TreatMissingData.NOT_BREACHING,
  breaching: TreatMissingData.BREACHING,
} as const satisfies Record<AlarmDefinition['missingData'], TreatMissingData>;

/** Makes an alarm. Its description ends with the section of the runbook that says what to do. */
export const makeAlarm = (
  scope: Construct,
  stage: StageName,
  {
    id,
    section,
    summary,
    metric,
    comparison,
    threshold,
    periods,
    missingData,
    ignoresLowSampleCount,
  }: AlarmDefinition,
): Alarm =>
  new Alarm(scope, id, {
    alarmName: alarmName(stage, id),
    alarmDescription: `${summary} ${formatRunbookAnchor(section)}`,
    metric,
    comparisonOperator: operators[comparison],
    threshold,
    datapointsToAlarm: periods.breaching,
    evaluationPeriods: periods.of,
    treatMissingData: missingDataTreatments[missingData],
    ...(ignoresLowSampleCount === true && { evaluateLowSampleCountPercentile: 'ignore' }),
  });

type CompositeDefinition = {
  readonly id: RunbookSection;
  readonly summary: string;
  readonly rule: IAlarmRule;
};

/** Makes an alarm on other alarms. */
export const makeCompositeAlarm = (
  scope: Construct,
  stage: StageName,
  { id, summary, rule }: CompositeDefinition,
): CompositeAlarm =>
  new CompositeAlarm(scope, id, {
    compositeAlarmName: alarmName(stage, id),
    alarmDescription: `${summary} ${formatRunbookAnchor(id)}`,
    alarmRule: rule,
  });
