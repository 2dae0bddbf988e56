import type { Percentiles } from '../../demo/report/percentiles.ts';
import type { LoadReport } from './load-report.ts';

/** The report for people. */
export const printedReport = (report: LoadReport): string =>
  [
    `${report.scenario}: ${report.buyers} buyers for ${report.tickets} tickets, on ${report.target}`,
    '',
    ...outcomes(report),
    '',
    `${pad('')}${['p50', 'p95', 'p99'].map((name) => name.padStart(NUMBER)).join('')}`,
    latency('Accept latency', report.acceptLatencyMs),
    latency('Time to decision', report.timeToDecisionMs),
    `${pad('Sold per second')}${speed(report)}`,
    ...(report.isLocal ? ['', SHARED_MACHINE] : []),
    '',
    ...report.checks.map(({ expression, holds }) => `${holds ? 'ok  ' : 'FAIL'}  ${expression}`),
    sumLine(report),
    ...report.audit.differences,
    ...report.faults,
    verdict(report),
    ...(report.ok ? [] : ['THE LOAD TEST FAILED.']),
  ].join('\n');

const verdict = ({ audit: { holds, records } }: LoadReport): string => {
  if (!holds) return 'THE AUDIT DOES NOT HOLD.';
  return records === null ? "The audit of the show's counters holds." : 'The audit holds.';
};

const SHARED_MACHINE =
  'Buyers and the local AWS share this machine: read its latencies as an order of magnitude.';

const LABEL = 18;
const NUMBER = 10;

const pad = (label: string): string => label.padEnd(LABEL);

const outcomes = (report: LoadReport): string[] => {
  const { told, requests, seconds, peakRequestsPerSecond } = report;
  const rejected = Object.entries(told.rejected);
  return [
    `${pad('Requests')}${requests} in ${seconds.toFixed(1)} s, ${peakRequestsPerSecond} in the busiest second`,
    `${pad('Accepted')}${report.accepted}, ${report.repeated} of them repeated with the same key`,
    `${pad('Cards refused')}${report.cardsRefused}`,
    `${pad('Sold')}${told.soldTickets} tickets in ${told.soldPurchases} purchases`,
    ...rejected.map(([reason, buyers]) => `${pad('Rejected')}${buyers} ${reason}`),
    ...(rejected.length === 0 ? [`${pad('Rejected')}0`] : []),
    `${pad('Failed')}${told.failed}`,
    ...(told.undecided === 0 ? [] : [`${pad('Undecided')}${told.undecided}`]),
  ];
};

const latency = (label: string, { p50, p95, p99 }: Percentiles): string => {
  const cells = [p50, p95, p99].map((ms) => (ms === null ? '-' : `${ms} ms`));
  return `${pad(label)}${cells.map((cell) => cell.padStart(NUMBER)).join('')}`;
};

const speed = ({ ticketsSoldPerSecond, sellingSeconds, told }: LoadReport): string =>
  ticketsSoldPerSecond === null || sellingSeconds === null
    ? '-'
    : `${ticketsSoldPerSecond.toFixed(1)} tickets (${told.soldTickets} in ${sellingSeconds.toFixed(1)} s, first arrival to last confirmation)`;

const sumLine = ({ tickets, audit }: LoadReport): string => {
  const sum = audit.available + audit.tickets;
  const result = sum === tickets ? `${tickets}` : `${sum}, and there were ${tickets}`;
  return `tickets left ${audit.available} + tickets in confirmed purchases ${audit.tickets} = ${result}`;
};
