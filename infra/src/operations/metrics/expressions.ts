import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './aws-metrics.ts';

type PercentOptions = {
  readonly label: string;
  readonly part: IMetric;
  readonly whole: IMetric;
  /** Of the whole, in a period: of less, a single one would be a large share. Then it is 0. */
  readonly atLeast: number;
};

/** How many percent one metric is of another. */
export const percentageMetric = ({ label, part, whole, atLeast }: PercentOptions): MathExpression =>
  new MathExpression({
    expression: `IF(FILL(whole, 0) >= ${atLeast}, 100 * FILL(part, 0) / whole, 0)`,
    usingMetrics: { part, whole },
    period: ONE_MINUTE,
    label,
  });

/** Metrics added up, where one that has nothing to say counts for 0; at most the ten of an alarm. */
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
