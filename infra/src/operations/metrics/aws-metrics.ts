import type { QueueId, StageName, TableId } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { EachFunction } from '../../configuration/payments-setting.ts';

/** The physical names of the resources that a stage's alarms and dashboard monitor. */
export type Watched = {
  readonly stage: StageName;
  readonly functions: EachFunction<string>;
  readonly queues: Readonly<Record<QueueId, string>>;
  readonly tables: Readonly<Record<TableId, string>>;
  readonly bus: string;
  /** The queue of events that a rule, a schedule or S3 could not deliver. */
  readonly failedTargets?: string | undefined;
  /** The id of the HTTP API, if the stage has one. */
  readonly apiId?: string | undefined;
};

/** Whether a stage takes payments. */
export const takesPayments = ({ functions }: Pick<Watched, 'functions'>): boolean =>
  functions.payments !== undefined;

/** The finest period of the metrics that AWS and the functions publish. */
export const ONE_MINUTE = Duration.minutes(1);

/** Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
type ApiMetricName = 'Count' | '4xx' | '5xx' | 'Latency';

/** A metric of API Gateway for an HTTP API, over all of its routes. */
export const apiMetric = (apiId: string, name: ApiMetricName, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: 'AWS/ApiGateway',
    metricName: name,
    dimensionsMap: { ApiId: apiId },
    statistic,
    period: ONE_MINUTE,
    label: name,
  });

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
type LambdaMetricName = 'Invocations' | 'Errors' | 'Throttles' | 'Duration' | 'IteratorAge';

/** A metric of Lambda for a function, over all of its versions. Durations are in milliseconds. */
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

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
type QueueMetricName =
  | 'ApproximateAgeOfOldestMessage'
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible';

/** A metric of SQS for a queue, with the maximum of each minute. Ages are in seconds. */
export const queueMetric = (queueName: string, name: QueueMetricName): Metric =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName: name,
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period: ONE_MINUTE,
  });

/**
 * The number of messages in a queue, including those hidden until their next try.
 *
 * @param name letters, digits and `-`, unique among the queues of one graph.
 */
export const queueDepthMetric = (queueName: string, name: string): MathExpression => {
  const [visible, hidden] = ['visible', 'hidden'].map((id) => `${id}_${name.replaceAll('-', '_')}`);
  return new MathExpression({
    expression: `FILL(${visible}, 0) + FILL(${hidden}, 0)`,
    usingMetrics: {
      [`${visible}`]: queueMetric(queueName, 'ApproximateNumberOfMessagesVisible'),
      [`${hidden}`]: queueMetric(queueName, 'ApproximateNumberOfMessagesNotVisible'),
    },
    period: ONE_MINUTE,
    label: name,
  });
};
