import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './periods.ts';

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export type LambdaMetricName = 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'IteratorAge';

/** What Lambda measures of a function, over all of its versions. Durations are in milliseconds. */
export const lambdaMetric = (
  functionName: string,
  name: LambdaMetricName,
  statistic = 'Sum',
  period: Duration = ONE_MINUTE,
): Metric =>
  new Metric({
    namespace: 'AWS/Lambda',
    metricName: name,
    dimensionsMap: { FunctionName: functionName },
    statistic,
    period,
  });
