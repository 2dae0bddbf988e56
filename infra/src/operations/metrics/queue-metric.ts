import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './periods.ts';

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export type QueueMetricName =
  | 'ApproximateAgeOfOldestMessage'
  | 'ApproximateNumberOfMessagesVisible'
  | 'ApproximateNumberOfMessagesNotVisible';

/** What SQS measures of a queue, at its highest within a minute. Ages are in seconds. */
export const queueMetric = (queueName: string, name: QueueMetricName): Metric =>
  new Metric({
    namespace: 'AWS/SQS',
    metricName: name,
    dimensionsMap: { QueueName: queueName },
    statistic: 'Maximum',
    period: ONE_MINUTE,
  });
