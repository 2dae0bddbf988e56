/** The lines that the reports of a demo and a load share. */
import type { Percentiles } from './percentiles.ts';
import type { Tally } from './tally.ts';

const LABEL = 18;
const NUMBER = 10;

/** Pads a line's label to the common width. */
export const padLabel = (label: string): string => label.padEnd(LABEL);

/** Formats the buyers' outcomes, one per line. */
export const formatOutcomes = (told: Tally): string[] => {
  const rejected = Object.entries(told.rejected);
  return [
    `${padLabel('Sold')}${told.soldTickets} tickets in ${told.soldPurchases} purchases`,
    ...rejected.map(([reason, buyers]) => `${padLabel('Rejected')}${buyers} ${reason}`),
    ...(rejected.length === 0 ? [`${padLabel('Rejected')}0`] : []),
    `${padLabel('Failed')}${told.failed}`,
    ...(told.undecided === 0 ? [] : [`${padLabel('Undecided')}${told.undecided}`]),
  ];
};

/** The column headers of percentiles. */
export const formatPercentileHeads = (): string =>
  `${padLabel('')}${['p50', 'p95', 'p99'].map((name) => name.padStart(NUMBER)).join('')}`;

/** Formats percentiles in milliseconds, in columns. */
export const formatLatency = (label: string, { p50, p95, p99 }: Percentiles): string => {
  const cells = [p50, p95, p99].map((ms) => (ms === null ? '-' : `${ms} ms`));
  return `${padLabel(label)}${cells.map((cell) => cell.padStart(NUMBER)).join('')}`;
};
