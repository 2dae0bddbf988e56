import { DEFAULT_CONNECTIONS } from '@willcall/client/checked';
import type { ShowAudit } from '@willcall/store';
import { computePercentiles, type Percentiles } from '../sale/percentiles.ts';
import {
  formatLatency,
  formatOutcomes,
  formatPercentileHeads,
  padLabel,
} from '../sale/report-lines.ts';
import { findFaults, type Tally, tallyOutcomes } from '../sale/tally.ts';
import type { DemoOptions, Sale } from './sell.ts';

/** The result of a demo, as `--json` prints it. */
export type DemoReport = Pick<DemoOptions, 'tickets' | 'buyers' | 'quantity'> & {
  /** The seed of mixed quantities. */
  readonly seed: number | null;
  readonly told: Tally;
  /** How long the API took for a 202, once the request had a connection. */
  readonly acceptLatencyMs: Percentiles;
  /** From the records: `decidedAt − requestedAt`. */
  readonly timeToDecisionMs: Percentiles;
  /** A buyer's wait from wanting to buy to the 202. It includes the wait for a connection. */
  readonly waitForAcceptMs: Percentiles;
  /** A buyer's wait from wanting to buy to learning the decision. It includes the polls. */
  readonly waitForDecisionMs: Percentiles;
  /** Seconds from the first request to the last confirmation. Null if nothing was sold. */
  readonly sellingSeconds: number | null;
  readonly ticketsSoldPerSecond: number | null;
  readonly audit: ShowAudit;
  readonly faults: readonly string[];
  /** Whether the audit holds and there are no faults. */
  readonly ok: boolean;
};

const MS_PER_SECOND = 1_000;

export const makeDemoReport = (
  { tickets, buyers, quantity, seed }: DemoOptions,
  { outcomes, startedAt }: Sale,
  audit: ShowAudit,
): DemoReport => {
  const told = tallyOutcomes(outcomes);
  const faults = findFaults(told, audit);
  const decisions = outcomes.flatMap(({ end }) => (end.kind === 'decided' ? [end.decision] : []));
  const confirmedAt = decisions.flatMap(({ status, decidedAt }) =>
    status === 'CONFIRMED' ? [Date.parse(decidedAt)] : [],
  );
  const sellingSeconds =
    confirmedAt.length === 0
      ? null
      : (Math.max(...confirmedAt) - startedAt.getTime()) / MS_PER_SECOND;
  return {
    tickets,
    buyers,
    quantity,
    seed: quantity === 'mixed' ? seed : null,
    told,
    acceptLatencyMs: computePercentiles(outcomes.flatMap(({ acceptMs }) => acceptMs ?? [])),
    timeToDecisionMs: computePercentiles(
      decisions.map(
        ({ requestedAt, decidedAt }) => Date.parse(decidedAt) - Date.parse(requestedAt),
      ),
    ),
    waitForAcceptMs: computePercentiles(outcomes.flatMap(({ acceptWaitMs }) => acceptWaitMs ?? [])),
    waitForDecisionMs: computePercentiles(
      outcomes.flatMap(({ decisionWaitMs }) => decisionWaitMs ?? []),
    ),
    sellingSeconds,
    ticketsSoldPerSecond: sellingSeconds === null ? null : told.soldTickets / sellingSeconds,
    audit,
    faults,
    ok: audit.holds && faults.length === 0,
  };
};

/** Formats the report for people. */
export const formatDemoReport = (report: DemoReport): string =>
  [
    formatHeadline(report),
    '',
    ...formatOutcomes(report.told),
    '',
    formatPercentileHeads(),
    formatLatency('Accept latency', report.acceptLatencyMs),
    formatLatency('Time to decision', report.timeToDecisionMs),
    formatLatency('Wait for the 202', report.waitForAcceptMs),
    formatLatency('Whole wait', report.waitForDecisionMs),
    `${padLabel('Sold per second')}${formatSpeed(report)}`,
    '',
    'The server',
    '  Accept latency: from a request on a free connection to its 202.',
    '  Time to decision: decidedAt - requestedAt, from the records.',
    `The buyer, who wants to buy at the start and shares ${DEFAULT_CONNECTIONS} connections with all others`,
    '  Wait for the 202: from the start, so most of it is the wait for a connection.',
    '  Whole wait: from the start until a poll returns the decision.',
    '',
    formatSum(report),
    ...report.audit.differences.map(({ code, message }) => `${code}: ${message}`),
    ...report.faults,
    report.audit.holds ? 'The audit holds.' : 'THE AUDIT DOES NOT HOLD.',
  ].join('\n');

const formatHeadline = ({ tickets, buyers, quantity, seed }: DemoReport): string => {
  const each = quantity === 'mixed' ? `1 to 8 tickets each (seed ${seed})` : `${quantity} each`;
  return `${tickets} tickets, ${buyers} buyers at once, ${each}`;
};

const formatSpeed = ({ ticketsSoldPerSecond, sellingSeconds, told }: DemoReport): string =>
  ticketsSoldPerSecond === null || sellingSeconds === null
    ? '-'
    : `${ticketsSoldPerSecond.toFixed(1)} tickets (${told.soldTickets} in ${sellingSeconds.toFixed(2)} s, first request to last confirmation)`;

const formatSum = ({ audit: { available, tickets, capacity } }: DemoReport): string => {
  const sum = available + tickets;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `stock left ${available} + tickets in confirmed purchases ${tickets} = ${result}`;
};
