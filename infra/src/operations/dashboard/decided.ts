import type { StageName } from '@willcall/topology';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from '../metrics/periods.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';

/**
 * What was decided, by the worker or as a last chance by the dead letters' function.
 *
 * @param label a word; tells several of one graph apart.
 */
export const decided = (
  stage: StageName,
  label: string,
  names: readonly ServiceMetricName[],
): MathExpression => {
  const services = { worker: 'worker', dead: 'dead-letters' } as const;
  const metrics = names.flatMap((name, index) =>
    Object.entries(services).map(
      ([id, service]) =>
        [`${id}_${label}_${index}`, serviceMetric({ stage, service, name })] as const,
    ),
  );
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: ONE_MINUTE,
    label,
  });
};
