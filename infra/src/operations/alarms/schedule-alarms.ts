import { known } from '@willcall/contracts';
import { schedules } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import type { Watched } from '../metrics/aws-metrics.ts';
import { sumMetrics } from '../metrics/expressions.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Five turns of a job that runs each minute. A job that fails five times does not recover by itself. */
const SILENT_MINUTES = 5;

/** Minutes from one audit to the next, by its schedule. */
const findAuditMinutes = (): number =>
  known(
    schedules.find(({ function: id }) => id === 'audit'),
    'the schedule of the audit',
  ).everyMinutes;

/** Defines the alarms on scheduled functions: do they run, and what do they find? */
export function defineScheduleAlarms({ stage }: Watched): AlarmDefinition[] {
  const auditTurn = Duration.minutes(findAuditMinutes());
  const ofJobs = (name: ServiceMetricName) => serviceMetric({ stage, service: 'show-jobs', name });
  return [
    {
      id: 'reminders-stopped',
      section: 'reminders-stopped',
      summary: `No sweep of due reminders has finished for ${SILENT_MINUTES} minutes.`,
      // Each sweep publishes its count, also if it is 0.
      metric: serviceMetric({
        ...{ stage, service: 'sweep', name: 'RemindersFired', statistic: 'SampleCount' },
        period: Duration.minutes(SILENT_MINUTES),
      }),
      comparison: 'below',
      threshold: 1,
      periods: { breaching: 1, of: 1 },
      missingData: 'breaching',
    },
    {
      id: 'show-jobs-failed',
      section: 'show-jobs-failed',
      summary: 'Purchases of a cancelled or rescheduled show could not be updated.',
      metric: sumMetrics('failed', {
        jobs: ofJobs('ShowJobsFailed'),
        purchases: ofJobs('ShowJobPurchasesFailed'),
      }),
      comparison: 'at least',
      threshold: 1,
      periods: { breaching: SILENT_MINUTES, of: 2 * SILENT_MINUTES },
      missingData: 'not breaching',
    },
    {
      id: 'audit-drift',
      section: 'audit-drift',
      summary:
        'The books of a show contradict each other: its stock does not add up, or its record is inconsistent.',
      metric: serviceMetric({
        ...{ stage, service: 'audit', name: 'AuditDifferences' },
        period: auditTurn,
      }),
      comparison: 'above',
      threshold: 0,
      periods: { breaching: 1, of: 1 },
      // The alarm below reports an audit that has stopped.
      missingData: 'not breaching',
      affectsBuyers: true,
    },
    {
      id: 'audit-stopped',
      section: 'audit-stopped',
      summary: 'The audit of the sales has not run for three turns.',
      // Each turn publishes its count, also if it is 0.
      metric: serviceMetric({
        ...{ stage, service: 'audit', name: 'AuditDifferences', statistic: 'SampleCount' },
        period: auditTurn,
      }),
      comparison: 'below',
      threshold: 1,
      periods: { breaching: 3, of: 3 },
      missingData: 'breaching',
    },
  ];
}
