import { GraphWidget, type GraphWidgetProps, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { queueMetric, takesPayments, type Watched } from './metrics/aws-metrics.ts';
import { sumMetrics } from './metrics/expressions.ts';
import { type Service, type ServiceMetricName, serviceMetric } from './metrics/service-metric.ts';

/** Columns of CloudWatch's grid. */
const QUARTER = 24 / 4;
const HEIGHT = 6;

/** Makes the widgets of payments: what becomes of holds, the provider, what waits, and refunds. None without payments. */
export function makePaymentWidgets(watched: Watched): IWidget[][] {
  if (!takesPayments(watched)) return [];
  const { stage, queues } = watched;
  const of = (service: Service, name: ServiceMetricName, statistic = 'Sum') =>
    serviceMetric({ stage, service, name, statistic });
  const ofTasks = (...names: ServiceMetricName[]) => names.map((name) => of('payment-tasks', name));
  return [
    [
      makeGraph('Holds: held, paid, given back and paid late, per minute', {
        left: [
          of('worker', 'Purchases_HELD'),
          ...ofTasks('PaymentsSettled', 'HoldsReleased', 'PaymentsSoldLate'),
        ],
      }),
      makeGraph('Payment provider: payments started, and calls that failed', {
        left: [
          of('payments', 'PaymentsStarted'),
          of('payments', 'PaymentsOverRate'),
          sumMetrics('ProviderUnavailable', {
            payments: of('payments', 'ProviderUnavailable'),
            tasks: of('payment-tasks', 'ProviderUnavailable'),
          }),
          ...ofTasks('ProviderRateLimited', 'ProviderRefusals'),
        ],
      }),
      makeGraph('Due payments: waiting, holds past their end, and age of the oldest', {
        left: [
          queueMetric(queues.payments, 'ApproximateNumberOfMessagesVisible'),
          of('payment-sweep', 'HoldsPastEnd'),
        ],
        right: [of('payment-sweep', 'PaymentTasksLag', 'Maximum')],
        leftYAxis: { min: 0 },
        rightYAxis: { label: 'ms', min: 0 },
      }),
      makeGraph('Refunds, and what the reconciliation found', {
        left: [
          ...ofTasks('RefundsRequested', 'RefundsMade', 'RefundsFailed'),
          of('reconcile', 'ReconciliationDifferences'),
        ],
      }),
    ],
  ];
}

const makeGraph = (title: string, props: Omit<GraphWidgetProps, 'title'>): GraphWidget =>
  new GraphWidget({ ...props, title, width: QUARTER, height: HEIGHT });
