import { known } from '@willcall/contracts';
import { schedules } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import { ONE_MINUTE, takesPayments, type Watched } from '../metrics/aws-metrics.ts';
import { sumMetrics } from '../metrics/expressions.ts';
import { type Service, type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { AlarmDefinition } from './alarm.ts';

/** The functions that call the payment provider. */
const callers = ['payments', 'payment-tasks', 'reconcile'] as const satisfies readonly Service[];

/** Failed calls a minute. A call that fails once is made again, and tells nothing. */
const UNAVAILABLE_A_MINUTE = 3;

/** Five turns of the sweep of payments, which runs each minute. */
const SILENT_MINUTES = 5;

/** Minutes from one reconciliation to the next, by its schedule. */
const findReconcileMinutes = (): number =>
  known(
    schedules.find(({ function: id }) => id === 'reconcile'),
    'the schedule of the reconciliation',
  ).everyMinutes;

/** Defines the alarms on money: is the provider there, do holds end, are refunds paid, and do the books agree? */
export function definePaymentAlarms(watched: Watched): AlarmDefinition[] {
  if (!takesPayments(watched)) return [];
  const { stage } = watched;
  const of = (service: Service, name: ServiceMetricName, period = ONE_MINUTE) =>
    serviceMetric({ stage, service, name, period });
  const turn = Duration.minutes(findReconcileMinutes());
  return [
    {
      id: 'provider-unavailable',
      section: 'provider-unavailable',
      summary: 'Calls to the payment provider have failed for minutes. Buyers cannot pay.',
      metric: sumMetrics(
        'failed',
        Object.fromEntries(
          callers.map((service, index) => [`m${index}`, of(service, 'ProviderUnavailable')]),
        ),
      ),
      comparison: 'at least',
      threshold: UNAVAILABLE_A_MINUTE,
      periods: { breaching: 3, of: 5 },
      missingData: 'not breaching',
      affectsBuyers: true,
    },
    {
      id: 'webhook-signatures',
      section: 'webhook-signatures',
      summary:
        'Webhooks with a wrong signature keep coming: the secret is wrong, or somebody is trying.',
      metric: of('payments', 'WebhookSignaturesFailed'),
      comparison: 'at least',
      threshold: 1,
      // One alone is a scanner of the Internet.
      periods: { breaching: 3, of: 5 },
      missingData: 'not breaching',
    },
    {
      id: 'holds-past-end',
      section: 'holds-past-end',
      summary:
        'Holds that nobody pays have not ended for minutes, so their tickets are not on sale.',
      metric: of('payment-sweep', 'HoldsPastEnd'),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 3, of: 5 },
      missingData: 'not breaching',
      affectsBuyers: true,
    },
    {
      id: 'payments-stopped',
      section: 'payments-stopped',
      summary: `No sweep of due payments has finished for ${SILENT_MINUTES} minutes.`,
      // Each sweep publishes its count, also if it is 0.
      metric: serviceMetric({
        ...{ stage, service: 'payment-sweep', name: 'PaymentTasksDue', statistic: 'SampleCount' },
        period: Duration.minutes(SILENT_MINUTES),
      }),
      comparison: 'below',
      threshold: 1,
      periods: { breaching: 1, of: 1 },
      missingData: 'breaching',
    },
    {
      id: 'refunds-failed',
      section: 'refunds-failed',
      summary: 'The provider did not pay a refund. A person must repay the buyer.',
      metric: of('payment-tasks', 'RefundsFailed'),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: 1, of: 1 },
      missingData: 'not breaching',
    },
    {
      id: 'reconciliation',
      section: 'reconciliation',
      summary: 'Money that the provider took and the purchases do not agree.',
      metric: of('reconcile', 'ReconciliationDifferences', turn),
      comparison: 'above',
      threshold: 0,
      periods: { breaching: 1, of: 1 },
      // The alarm below reports a reconciliation that has stopped.
      missingData: 'not breaching',
    },
    {
      id: 'reconciliation-stopped',
      section: 'reconciliation-stopped',
      summary: 'Purchases have not been compared with the provider for three turns.',
      // Each turn publishes its count, also if it is 0.
      metric: serviceMetric({
        ...{ stage, service: 'reconcile', name: 'ReconciliationDifferences' },
        ...{ statistic: 'SampleCount', period: turn },
      }),
      comparison: 'below',
      threshold: 1,
      periods: { breaching: 3, of: 3 },
      missingData: 'breaching',
    },
  ];
}
