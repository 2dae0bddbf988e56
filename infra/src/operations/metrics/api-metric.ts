import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './periods.ts';

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export type ApiMetricName = 'Count' | '4xx' | '5xx' | 'Latency';

/** What API Gateway measures of an HTTP API, over all of its routes. */
export const apiMetric = (apiId: string, name: ApiMetricName, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName: name,
    dimensionsMap: { ApiId: apiId },
    statistic,
    period: ONE_MINUTE,
    label: name,
  });
