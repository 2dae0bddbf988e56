import { computePercentiles, type Percentiles } from '../sale/percentiles.ts';
import {
  formatLatency,
  formatOutcomes,
  formatPercentileHeads,
  padLabel,
} from '../sale/report-lines.ts';
import { findFaults, type Tally } from '../sale/tally.ts';
import type { Check } from './artillery.ts';
import type { LoadAudit } from './audit.ts';
import type { LoadSample } from './contract.ts';
import { selectSamples, tallySamples } from './samples.ts';
import type { Scenario } from './shape.ts';

export type LoadRun = {
  readonly scenario: Scenario;
  /** A description of the target, for output. */
  readonly target: string;
  readonly isLocal: boolean;
  readonly showId: string;
  /** Tickets left before the load. */
  readonly tickets: number;
  /** The planned number of buyers. */
  readonly buyers: number;
  readonly samples: readonly LoadSample[];
  readonly checks: readonly Check[];
  readonly audit: LoadAudit;
};

/** A load's outcome: what `--json` prints. */
export type LoadReport = Omit<LoadRun, 'samples'> & {
  readonly startedAt: string;
  /** From the first arrival to the last response. */
  readonly seconds: number;
  readonly told: Tally;
  readonly accepted: number;
  readonly repeated: number;
  readonly cardsRefused: number;
  readonly requests: number;
  /** Requests in the busiest second, including polls. */
  readonly peakRequestsPerSecond: number;
  /** Measured by the buyers, from the request to the first 202. */
  readonly acceptLatencyMs: Percentiles;
  /** From the records: `decidedAt − requestedAt`. */
  readonly timeToDecisionMs: Percentiles;
  /** Seconds from the first arrival to the last confirmation. Null if nothing was sold. */
  readonly sellingSeconds: number | null;
  readonly ticketsSoldPerSecond: number | null;
  /** One sentence for each fault. */
  readonly faults: readonly string[];
  /** Whether the audit and the thresholds hold and there are no faults. */
  readonly ok: boolean;
};

const MS_PER_SECOND = 1_000;

export const makeLoadReport = (run: LoadRun): LoadReport => {
  const { samples, ...rest } = run;
  const startedAt = samples[0]?.at ?? 0;
  const endedAt = samples.at(-1)?.at ?? startedAt;
  const told = tallySamples(samples);
  const decided = selectSamples(samples, 'decided');
  const confirmedAt = decided.flatMap(({ status, decidedAt }) =>
    status === 'CONFIRMED' ? [Date.parse(decidedAt)] : [],
  );
  const sellingSeconds =
    confirmedAt.length === 0 ? null : (Math.max(...confirmedAt) - startedAt) / MS_PER_SECOND;
  const answers = selectSamples(samples, 'answer');
  const faults = [
    ...findMissingBuyers(run),
    ...findFaults(told, run.audit),
    ...findWrongRecords(run),
  ];
  return {
    ...rest,
    startedAt: new Date(startedAt).toISOString(),
    seconds: (endedAt - startedAt) / MS_PER_SECOND,
    told,
    accepted: selectSamples(samples, 'accepted').length,
    repeated: selectSamples(samples, 'repeated').length,
    cardsRefused: selectSamples(samples, 'card-refused').length,
    requests: answers.length,
    peakRequestsPerSecond: countBusiestSecond(answers.map(({ at }) => at - startedAt)),
    acceptLatencyMs: computePercentiles(selectSamples(samples, 'accepted').map(({ ms }) => ms)),
    timeToDecisionMs: computePercentiles(
      decided.map(({ requestedAt, decidedAt }) => Date.parse(decidedAt) - Date.parse(requestedAt)),
    ),
    sellingSeconds,
    ticketsSoldPerSecond: sellingSeconds === null ? null : told.soldTickets / sellingSeconds,
    faults,
    ok: run.audit.holds && faults.length === 0 && run.checks.every(({ holds }) => holds),
  };
};

const findMissingBuyers = ({ buyers, samples }: LoadRun): string[] => {
  const came = selectSamples(samples, 'arrived').length;
  return came === buyers ? [] : [`${buyers} buyers were planned, but ${came} arrived.`];
};

/** If a repeated request bought twice, the records would have a purchase that no buyer received. */
const findWrongRecords = ({ audit, samples }: LoadRun): string[] => {
  const accepted = selectSamples(samples, 'accepted').length;
  return audit.records === null || audit.records === accepted
    ? []
    : [`${accepted} purchases were accepted, but there are ${audit.records} records.`];
};

const countBusiestSecond = (times: readonly number[]): number => {
  const counts = new Map<number, number>();
  for (const time of times) {
    const second = Math.floor(time / MS_PER_SECOND);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
};

/** Formats the report for people. */
export const formatLoadReport = (report: LoadReport): string =>
  [
    `${report.scenario}: ${report.buyers} buyers for ${report.tickets} tickets, on ${report.target}`,
    '',
    ...formatTotals(report),
    '',
    formatPercentileHeads(),
    formatLatency('Accept latency', report.acceptLatencyMs),
    formatLatency('Time to decision', report.timeToDecisionMs),
    `${padLabel('Sold per second')}${formatSpeed(report)}`,
    ...(report.isLocal ? ['', SHARED_MACHINE] : []),
    '',
    ...report.checks.map(({ expression, holds }) => `${holds ? 'ok  ' : 'FAIL'}  ${expression}`),
    formatSum(report),
    ...report.audit.differences,
    ...report.faults,
    formatVerdict(report),
    ...(report.ok ? [] : ['THE LOAD TEST FAILED.']),
  ].join('\n');

const formatVerdict = ({ audit: { holds, records } }: LoadReport): string => {
  if (!holds) return 'THE AUDIT DOES NOT HOLD.';
  return records === null ? "The audit of the show's counters holds." : 'The audit holds.';
};

const SHARED_MACHINE =
  'The buyers and the local AWS share this machine, so the latencies are an order of magnitude only.';

const formatTotals = (report: LoadReport): string[] => {
  const { told, requests, seconds, peakRequestsPerSecond } = report;
  return [
    `${padLabel('Requests')}${requests} in ${seconds.toFixed(1)} s, ${peakRequestsPerSecond} in the busiest second`,
    `${padLabel('Accepted')}${report.accepted}, ${report.repeated} of them repeated with the same key`,
    `${padLabel('Cards refused')}${report.cardsRefused}`,
    ...formatOutcomes(told),
  ];
};

const formatSpeed = ({ ticketsSoldPerSecond, sellingSeconds, told }: LoadReport): string =>
  ticketsSoldPerSecond === null || sellingSeconds === null
    ? '-'
    : `${ticketsSoldPerSecond.toFixed(1)} tickets (${told.soldTickets} in ${sellingSeconds.toFixed(1)} s, first arrival to last confirmation)`;

const formatSum = ({ tickets, audit }: LoadReport): string => {
  const sum = audit.available + audit.tickets;
  const result = sum === tickets ? `${tickets}` : `${sum}, expected ${tickets}`;
  return `tickets left ${audit.available} + tickets in confirmed purchases ${audit.tickets} = ${result}`;
};
