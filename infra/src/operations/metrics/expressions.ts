import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './aws-metrics.ts';

type PercentOptions = {
  readonly label: string;
  readonly part: IMetric;
  readonly whole: IMetric;
  /** The minimum of `whole` in a period. Below it the percentage is 0, because a single event would be a large share. */
  readonly atLeast: number;
};

/** One metric as a percentage of another. */
export const percentageMetric = ({ label, part, whole, atLeast }: PercentOptions): MathExpression =>
  new MathExpression({
    expression: `IF(FILL(whole, 0) >= ${atLeast}, 100 * FILL(part, 0) / whole, 0)`,
    usingMetrics: { part, whole },
    period: ONE_MINUTE,
    label,
  });

/** The sum of at most ten metrics, the limit of an alarm. A metric without data counts as 0. */
export const sumMetrics = (
  label: string,
  metrics: Readonly<Record<string, IMetric>>,
  period: Duration = ONE_MINUTE,
): MathExpression =>
  new MathExpression({
    expression: Object.keys(metrics)
      .map((name) => `FILL(${name}, 0)`)
      .join(' + '),
    usingMetrics: { ...metrics },
    period,
    label,
  });
