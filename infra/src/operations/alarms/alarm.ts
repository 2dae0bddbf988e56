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

/** An alarm on a metric, before it is made. */
export type AlarmDefinition = {
  /** The end of its name. */
  readonly id: string;
  readonly section: RunbookSection;
  /** What is the matter, in a sentence. */
  readonly summary: string;
  readonly metric: IMetric;
  readonly comparison: 'above' | 'at least' | 'below';
  readonly threshold: number;
  /** So many of the latest periods. One minute's slip is nobody's business; two in three are. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /** What silence means: that nothing happened, or that what should speak has stopped. */
  readonly missingData: 'not breaching' | 'breaching';
  /** Whether too few events for a percentile leave the alarm as it is: p99 needs a thousand in a period. */
  readonly ignoresLowSampleCount?: boolean;
  /** Whether buyers notice: then it is a part of `sale-in-trouble`. */
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

/** Makes an alarm; its description ends with where the runbook tells what to do. */
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

/** Makes an alarm of others. */
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
