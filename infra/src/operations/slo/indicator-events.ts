import type { Duration } from 'aws-cdk-lib';
import { type IMetric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { lambdaMetric, type Watched } from '../metrics/aws-metrics.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { Indicator } from './service-levels.ts';

/** A service level's events in a period, as CloudWatch expressions over metrics. */
type IndicatorEvents = {
  readonly bad: string;
  readonly total: string;
  readonly metrics: Readonly<Record<string, IMetric>>;
};

/** The metrics that tell of an indicator, in periods of this length. */
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
        // What the function could not answer, was not let to, or answered with a fault of ours.
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

/** Events of a time within a limit: CloudWatch tells the percentage of them (percentile rank). */
const within = (milliseconds: number, metric: (statistic: string) => IMetric): IndicatorEvents => ({
  bad: 'FILL(events, 0) * (100 - FILL(quick, 100)) / 100',
  total: 'FILL(events, 0)',
  metrics: {
    events: metric(Stats.SAMPLE_COUNT),
    quick: metric(`PR(:${milliseconds})`),
  },
});
