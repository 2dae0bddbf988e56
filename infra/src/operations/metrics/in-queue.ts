import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './periods.ts';
import { queueMetric } from './queue-metric.ts';

/**
 * Messages in a queue, those hidden until their next retry too.
 *
 * @param name of letters, digits and `-`; tells several queues of one graph apart.
 */
export const inQueue = (queueName: string, name: string): MathExpression => {
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
