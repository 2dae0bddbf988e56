import { decidedStatuses } from '@willcall/contracts';
import { formatMoney } from '@willcall/domain';
import {
  type Difference,
  getReconcileAnchor,
  isFault,
  isRepairable,
  type MoneySums,
  type ShowFindings,
} from '@willcall/payments';

/** A difference, as it is printed: its buyer is not. */
type PrintedDifference = Pick<Difference, 'code' | 'message' | 'intent'> & {
  readonly purchaseId?: string;
  /** Whether a payment task does what is right. */
  readonly repairable: boolean;
  /** Whether something must be done. */
  readonly fault: boolean;
  readonly runbook: string;
};

/** What `willcall reconcile --json` prints. */
export type ReconciliationReport = Omit<ShowFindings, 'differences'> & {
  readonly show: string;
  /** Whether there is no fault. */
  readonly agrees: boolean;
  readonly differences: readonly PrintedDifference[];
  /** The tasks that were queued. Missing without --repair. */
  readonly repairs?: number;
};

export const toReport = (
  show: string,
  { differences, ...findings }: ShowFindings,
  repairs?: number,
): ReconciliationReport => ({
  show,
  agrees: !differences.some(isFault),
  ...findings,
  differences: differences.map((difference) => {
    const { code, message, purchase, intent } = difference;
    return {
      ...{ code, message },
      ...(purchase === undefined ? {} : { purchaseId: purchase.purchaseId }),
      ...(intent === undefined ? {} : { intent }),
      repairable: isRepairable(difference),
      fault: isFault(difference),
      runbook: getReconcileAnchor(code),
    };
  }),
  ...(repairs === undefined ? {} : { repairs }),
});

/** Formats a report for people. */
export const formatReconciliation = (report: ReconciliationReport): string =>
  [
    formatCompared(report),
    ...Object.entries(report.money).map(formatSums),
    ...report.differences.map(formatDifference),
    ...formatUnattributed(report),
    formatVerdict(report),
    ...(report.repairs === undefined ? [] : [formatRepairs(report.repairs)]),
  ].join('\n');

const formatCompared = ({ purchases, intents, inFlight }: ReconciliationReport): string => {
  const byStatus = decidedStatuses.flatMap((status) =>
    purchases[status] === undefined ? [] : [`${purchases[status]} ${status}`],
  );
  const compared = byStatus.length === 0 ? 'no purchases' : `purchases ${byStatus.join(', ')}`;
  return `Compared: ${compared}; ${intents} payment ${intents === 1 ? 'intent' : 'intents'}; ${inFlight} in flight`;
};

const formatSums = ([currency, sums]: [string, MoneySums]): string => {
  const format = (amount: number) => formatMoney({ amount, currency });
  const parts = [
    [sums.tickets, 'for tickets'],
    [sums.refunded, 'refunded'],
    [sums.toRefund, 'to be refunded'],
    [sums.fees, 'kept as fees'],
    [sums.inFlight, 'in flight'],
    [sums.unexplained, 'unexplained'],
  ] as const;
  const shown = parts.filter(([amount]) => amount !== 0);
  return `Money taken: ${format(sums.taken)} = ${shown.map(([amount, what]) => `${format(amount)} ${what}`).join(' + ')}`;
};

const formatDifference = ({ code, message, repairable, runbook }: PrintedDifference): string =>
  `${code}: ${message}.${repairable ? ' One right answer.' : ''} See ${runbook}.`;

const formatUnattributed = ({ unattributed: { length } }: ReconciliationReport): string[] => {
  if (length === 0) return [];
  return length === 1
    ? ['1 payment intent of this time names no purchase; the hourly reconciliation reports it.']
    : [
        `${length} payment intents of this time name no purchase; the hourly reconciliation reports them.`,
      ];
};

/** Whether something was compared, and all of it is too young. */
const isAllInFlight = ({ purchases, inFlight }: ReconciliationReport): boolean => {
  const compared = Object.values(purchases).reduce((sum, count) => sum + count, 0);
  return inFlight > 0 && inFlight >= compared;
};

const formatVerdict = (report: ReconciliationReport): string => {
  const { agrees, differences } = report;
  if (agrees && isAllInFlight(report)) {
    return 'Nothing could be judged yet: all of it is in flight, younger than 15 minutes.';
  }
  if (agrees) return 'Money and purchases agree.';
  const faults = differences.filter(({ fault }) => fault).length;
  const repairable = differences.filter((each) => each.repairable).length;
  const rest = repairable === 0 ? '' : `, ${repairable} of which --repair mends`;
  return `MONEY AND PURCHASES DIFFER: ${faults} difference${faults === 1 ? '' : 's'}${rest}.`;
};

const formatRepairs = (repairs: number): string =>
  repairs === 0
    ? 'Nothing was queued: no difference has one right answer.'
    : `Queued ${repairs} payment ${repairs === 1 ? 'task' : 'tasks'}. Run the command again after a minute.`;
