import { CONNECTIONS } from '../../../cli/api/api.ts';
import { latencyLine, pad, percentileHeads, toldLines } from '../../sale-report/report-lines.ts';
import type { DemoReport } from './demo-report.ts';

/** The report for people. */
export const printedReport = (report: DemoReport): string =>
  [
    headline(report),
    '',
    ...toldLines(report.told),
    '',
    percentileHeads(),
    latencyLine('Accept latency', report.acceptLatencyMs),
    latencyLine('Time to decision', report.timeToDecisionMs),
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

const headline = ({ tickets, buyers, quantity, seed }: DemoReport): string => {
  const each = quantity === 'mixed' ? `1 to 8 tickets each (seed ${seed})` : `${quantity} each`;
  return `${tickets} tickets, ${buyers} buyers at once, ${each}`;
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
