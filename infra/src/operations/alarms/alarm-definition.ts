import type { StageName } from '@willcall/topology';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { RunbookSection } from '../runbook-section.ts';

/** An alarm on a metric, before it is made. */
export type AlarmDefinition = {
  /** The end of its name. */
  readonly id: string;
  readonly section: RunbookSection;
  /** What is the matter, in a sentence. */
  readonly summary: string;
  readonly metric: IMetric;
  readonly is: 'above' | 'at least' | 'below';
  readonly threshold: number;
  /** So many of the latest periods. One minute's slip is nobody's business; two in three are. */
  readonly periods: { readonly breaching: number; readonly of: number };
  /** What silence means: that nothing happened, or that what should speak has stopped. */
  readonly silence: 'all is well' | 'it has stopped';
  /** Whether too few events for a percentile leave the alarm as it is: p99 needs a thousand in a period. */
  readonly ignoresFew?: boolean;
  /** Whether buyers notice: then it is a part of `sale-in-trouble`. */
  readonly troublesSale?: boolean;
  /** Whether nobody is told of it alone. */
  readonly isPartOnly?: boolean;
};

/** The name of an alarm in a stage, e.g. `willcall-prod-queue-age`. */
export const alarmName = (stage: StageName, id: string): string => `willcall-${stage}-${id}`;
