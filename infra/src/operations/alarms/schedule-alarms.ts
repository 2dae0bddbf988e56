import { known } from '@willcall/contracts';
import { schedules } from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import type { Watched } from '../metrics/aws-metrics.ts';
import { sumMetrics } from '../metrics/expressions.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { AlarmDefinition } from './alarm.ts';

/** Five turns of a job that comes by each minute: what fails as often does not mend itself. */
const SILENT_MINUTES = 5;

/** Minutes from one audit to the next, by its schedule. */
const findAuditMinutes = (): number =>
  known(
    schedules.find(({ function: id }) => id === 'audit'),
    'the schedule of the audit',
  ).everyMinutes;

/** Alarms on what runs by the clock: that it runs, and what it finds. */
export function defineScheduleAlarms({ stage }: Watched): AlarmDefinition[] {
  const auditTurn = Duration.minutes(findAuditMinutes());
  const ofJobs = (name: ServiceMetricName) => serviceMetric({ stage, service: 'show-jobs', name });
  return [
    {
      id: 'reminders-stopped',
      section: 'reminders-stopped',
      summary: `The sweep of due reminders has not come to its end for ${SILENT_MINUTES} minutes.`,
      // Each sweep counts what it fired, none too.
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
      summary: 'Purchases of a show that was cancelled or moved do not follow it.',
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
      summary: 'The books of a show differ: tickets were lost, or sold twice.',
      metric: serviceMetric({
        ...{ stage, service: 'audit', name: 'AuditDifferences' },
        period: auditTurn,
      }),
      comparison: 'above',
      threshold: 0,
      periods: { breaching: 1, of: 1 },
      // That it stopped is told by the alarm below.
      missingData: 'not breaching',
      affectsBuyers: true,
    },
    {
      id: 'audit-stopped',
      section: 'audit-stopped',
      summary: 'Nobody has audited the sales for three turns.',
      // Each turn counts what it found, nothing too.
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
