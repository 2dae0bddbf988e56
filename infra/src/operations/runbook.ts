/** The headings below "Alarms" in `infra/RUNBOOK.md`, one for each kind of problem. */
export const runbookSections = [
  'sale-in-trouble',
  'queue-age',
  'purchases-dead',
  'parked-purchases',
  'parked-events',
  'audits-dead',
  'payments-dead',
  'failed-targets',
  'worker-errors',
  'accept-errors',
  'function-errors',
  'accept-throttled',
  'accept-latency',
  'api-errors',
  'messages-failed',
  'conflicts',
  'table-throttles',
  'records-unreadable',
  'stream-iterator-age',
  'records-parked',
  'events-unpublished',
  'rule-failures',
  'reminders-stopped',
  'show-jobs-failed',
  'audit-drift',
  'audit-stopped',
  'provider-unavailable',
  'webhook-signatures',
  'holds-past-end',
  'payments-stopped',
  'refunds-failed',
  'reconciliation',
  'reconciliation-stopped',
  'slo-accept-availability',
  'slo-accept-latency',
  'slo-time-to-decision',
  'slo-reminder-lateness',
] as const;

export type RunbookSection = (typeof runbookSections)[number];

/** The path of a section from the repository's root. An alarm's description ends with it. */
export const formatRunbookAnchor = (section: RunbookSection): string =>
  `infra/RUNBOOK.md#${section}`;
