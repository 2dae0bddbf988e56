import type { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './periods.ts';

/** Metrics added up, where one that has nothing to say counts for 0; at most the ten of an alarm. */
export const sumOf = (
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
