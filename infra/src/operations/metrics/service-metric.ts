import type { StageName } from '@willcall/topology';
import type { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { ONE_MINUTE } from './aws-metrics.ts';

/** As `observe` of `@willcall/lambda` publishes, with the dimensions `service` and `stage`. */
const NAMESPACE = 'willcall';

/** The services that publish metrics of their own, with those that are looked at. */
export type ServiceMetricName =
  | 'PurchasesAccepted'
  | 'RefusedUnderLatch'
  | 'Problem500'
  | 'Problem503'
  | 'Purchases_CONFIRMED'
  | 'Purchases_CANCELLED'
  | 'Purchases_FAILED'
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
  | 'ReminderLateness'
  | 'RemindersFired'
  | 'ShowJobsFailed'
  | 'ShowJobPurchasesFailed'
  | 'AuditDifferences'
  | 'AuditsFailed';

/** The name that a function gives to `observe`. */
export type Service =
  | 'accept'
  | 'purchases'
  | 'shows'
  | 'health'
  | 'worker'
  | 'dead-letters'
  | 'stream'
  | 'sweep'
  | 'show-jobs'
  | 'audit';

type ServiceMetricOptions = {
  readonly stage: StageName;
  readonly service: Service;
  readonly name: ServiceMetricName;
  /** As CloudWatch writes it, e.g. `p99`; the sum without it. */
  readonly statistic?: string;
  readonly period?: Duration;
};

/** What a service counts or measures in a stage. */
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
