import type { StageName } from '@willcall/topology';
import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './aws-metrics.ts';

/** The namespace of `observe` in `@willcall/lambda`. Its dimensions are `service` and `stage`. */
const NAMESPACE = 'willcall';

/** The metrics of our services that alarms and the dashboard use. */
export type ServiceMetricName =
  | 'PurchasesAccepted'
  | 'RefusedUnderLatch'
  | 'Problem500'
  | 'Problem503'
  | 'Purchases_CONFIRMED'
  | 'Purchases_CANCELLED'
  | 'Purchases_FAILED'
  | 'Purchases_HELD'
  | `Rejected_${string}`
  | 'TicketsSold'
  | 'TimeToDecision'
  | 'BatchFill'
  | 'Conflicts'
  | 'StockLooks'
  | 'DecidedBefore'
  | 'MessagesFailed'
  | 'EventsPublished'
  | 'EventsUnpublished'
  | 'RecordsParked'
  | 'RecordsUnreadable'
  | 'ReminderLateness'
  | 'RemindersFired'
  | 'ShowJobsFailed'
  | 'ShowJobPurchasesFailed'
  | 'AuditDifferences'
  | 'AuditsFailed'
  | 'PaymentsStarted'
  | 'PaymentsOverRate'
  | 'PaymentsSettled'
  | 'PaymentsSoldLate'
  | 'HoldsReleased'
  | 'PaymentTasksDue'
  | 'PaymentTasksLag'
  | 'HoldsPastEnd'
  | 'ProviderUnavailable'
  | 'ProviderRateLimited'
  | 'ProviderRefusals'
  | 'WebhookSignaturesFailed'
  | 'RefundsRequested'
  | 'RefundsMade'
  | 'RefundsFailed'
  | 'ReconciliationDifferences';

/** The name that a function passes to `observe`. */
export type Service =
  | 'accept'
  | 'purchases'
  | 'shows'
  | 'live-sale'
  | 'health'
  | 'worker'
  | 'dead-letters'
  | 'dead-letters-api'
  | 'stream'
  | 'tally'
  | 'sweep'
  | 'show-jobs'
  | 'audit'
  | 'show-audit'
  | 'pricing'
  | 'flyers'
  | 'payments'
  | 'payment-tasks'
  | 'payment-sweep'
  | 'reconcile';

type ServiceMetricOptions = {
  readonly stage: StageName;
  readonly service: Service;
  readonly name: ServiceMetricName;
  /** As CloudWatch writes it, e.g. `p99`. Default: the sum. */
  readonly statistic?: string;
  readonly period?: Duration;
};

/** A metric that a service publishes in a stage. */
export const serviceMetric = ({
  stage,
  service,
  name,
  statistic = 'Sum',
  period = ONE_MINUTE,
}: ServiceMetricOptions): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName: name,
    dimensionsMap: { service, stage },
    statistic,
    period,
    label: name,
  });
