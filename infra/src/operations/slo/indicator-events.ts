import type { Duration } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { lambdaMetric, type Watched } from '../metrics/aws-metrics.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { Indicator } from './service-levels.ts';

/** The events of a service level in a period, as CloudWatch expressions over metrics. */
type IndicatorEvents = {
  readonly bad: string;
  readonly total: string;
  readonly metrics: Readonly<Record<string, IMetric>>;
};

/** The expressions and metrics that measure an indicator in periods of this length. */
export function indicatorEvents(
  indicator: Indicator,
  { stage, functions }: Watched,
  period: Duration,
): IndicatorEvents {
  switch (indicator.kind) {
    case 'accept-answered': {
      const ofService = (name: ServiceMetricName) =>
        serviceMetric({ stage, service: 'accept', name, period });
      return {
        // The function crashed, Lambda throttled it, or it answered 500 or 503.
        bad: 'FILL(errors, 0) + FILL(throttles, 0) + FILL(problem500, 0) + FILL(problem503, 0)',
        total: 'FILL(invocations, 0) + FILL(throttles, 0)',
        metrics: {
          invocations: lambdaMetric(functions.accept, 'Invocations', 'Sum', period),
          errors: lambdaMetric(functions.accept, 'Errors', 'Sum', period),
          throttles: lambdaMetric(functions.accept, 'Throttles', 'Sum', period),
          problem500: ofService('Problem500'),
          problem503: ofService('Problem503'),
        },
      };
    }
    case 'accept-duration':
      return within(indicator.withinMs, (statistic) =>
        lambdaMetric(functions.accept, 'Duration', statistic, period),
      );
    case 'decision':
      return within(indicator.withinMs, (statistic) =>
        serviceMetric({ stage, service: 'worker', name: 'TimeToDecision', statistic, period }),
      );
    case 'reminder':
      return within(indicator.withinMs, (statistic) =>
        serviceMetric({ stage, service: 'stream', name: 'ReminderLateness', statistic, period }),
      );
  }
}

/** Events that must not take longer than a limit. CloudWatch's percentile rank is the percentage that do not. */
const within = (milliseconds: number, metric: (statistic: string) => IMetric): IndicatorEvents => ({
  bad: 'FILL(events, 0) * (100 - FILL(quick, 100)) / 100',
  total: 'FILL(events, 0)',
  metrics: {
    events: metric(Stats.SAMPLE_COUNT),
    quick: metric(`PR(:${milliseconds})`),
  },
});
