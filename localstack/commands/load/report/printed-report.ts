import { latencyLine, pad, percentileHeads, toldLines } from '../../sale/report-lines.ts';
import type { LoadReport } from './load-report.ts';

/** The report for people. */
export const printedReport = (report: LoadReport): string =>
  [
    `${report.scenario}: ${report.buyers} buyers for ${report.tickets} tickets, on ${report.target}`,
    '',
    ...outcomes(report),
    '',
    percentileHeads(),
    latencyLine('Accept latency', report.acceptLatencyMs),
    latencyLine('Time to decision', report.timeToDecisionMs),
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

const outcomes = (report: LoadReport): string[] => {
  const { told, requests, seconds, peakRequestsPerSecond } = report;
  return [
    `${pad('Requests')}${requests} in ${seconds.toFixed(1)} s, ${peakRequestsPerSecond} in the busiest second`,
    `${pad('Accepted')}${report.accepted}, ${report.repeated} of them repeated with the same key`,
    `${pad('Cards refused')}${report.cardsRefused}`,
    ...toldLines(told),
  ];
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
