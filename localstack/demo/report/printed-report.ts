import { CONNECTIONS } from '../sale/api.ts';
import type { DemoReport } from './demo-report.ts';
import type { Percentiles } from './percentiles.ts';

/** The report for people. */
export const printedReport = (report: DemoReport): string =>
  [
    headline(report),
    '',
    ...outcomes(report),
    '',
    `${pad('')}${['p50', 'p95', 'p99'].map((name) => name.padStart(NUMBER)).join('')}`,
    latency('Accept latency', report.acceptLatencyMs),
    latency('Time to decision', report.timeToDecisionMs),
    `${pad('Sold per second')}${speed(report)}`,
    '',
    `Accept latency: from a buyer's request to its 202, waiting for one of ${CONNECTIONS} connections included.`,
    'Time to decision: decidedAt - requestedAt of the records.',
    '',
    sumLine(report),
    ...report.audit.differences.map(({ code, message }) => `${code}: ${message}`),
    ...report.faults,
    report.audit.holds ? 'The audit holds.' : 'THE AUDIT DOES NOT HOLD.',
  ].join('\n');

const LABEL = 18;
const NUMBER = 10;

const pad = (label: string): string => label.padEnd(LABEL);

const headline = ({ tickets, buyers, quantity, seed }: DemoReport): string => {
  const each = quantity === 'mixed' ? `1 to 8 tickets each (seed ${seed})` : `${quantity} each`;
  return `${tickets} tickets, ${buyers} buyers at once, ${each}`;
};

const outcomes = ({ told }: DemoReport): string[] => {
  const rejected = Object.entries(told.rejected);
  return [
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

const speed = ({ ticketsSoldPerSecond, sellingSeconds, told }: DemoReport): string =>
  ticketsSoldPerSecond === null || sellingSeconds === null
    ? '-'
    : `${ticketsSoldPerSecond.toFixed(1)} tickets (${told.soldTickets} in ${sellingSeconds.toFixed(2)} s, first request to last confirmation)`;

const sumLine = ({ audit: { available, tickets, capacity } }: DemoReport): string => {
  const sum = available + tickets;
  const result = sum === capacity ? `capacity ${capacity}` : `${sum}, capacity ${capacity}`;
  return `stock left ${available} + tickets in confirmed purchases ${tickets} = ${result}`;
};
