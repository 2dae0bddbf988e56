import {
  type Comparison,
  findMedian,
  type MeasuredPair,
  type MeasuredSale,
} from './compare-stacks.ts';
import { addUpCpu } from './server-cpu.ts';

const LABEL = 32;
const CELL = 12;
const PERCENT = 100;
const SHORT_COMMIT = 10;

/** CPU per purchase of this working copy, in percent of the earlier commit's: the median of the pairs. */
export const findCpuPercent = ({ pairs }: Pick<Comparison, 'pairs'>): number =>
  findMedian(
    pairs.map(({ before, after }) => (PERCENT * addUpCpu(after.cpuMs)) / addUpCpu(before.cpuMs)),
  );

/** Formats a comparison for people: medians of the pairs, and the ratio of each pair. */
export const formatComparison = (comparison: Comparison): string => {
  const { ref, commit, buyers, pairs } = comparison;
  const row = (label: string, find: (sale: MeasuredSale) => number, digits: number) =>
    formatRow(label, pairs, find, digits);
  const servers = [...new Set(pairs.flatMap((pair) => Object.values(pair).flatMap(listServers)))];
  return [
    `${buyers} tickets to ${buyers} buyers at once, ${pairs.length} pairs of sales in turns`,
    '',
    `${''.padEnd(LABEL)}${[`${ref}`, 'this tree'].map((head) => head.padStart(CELL)).join('')}`,
    ...servers.map((name) => row(`${name}, CPU ms`, ({ cpuMs }) => cpuMs[name] ?? 0, 2)),
    row('All servers, CPU ms', ({ cpuMs }) => addUpCpu(cpuMs), 2),
    row('Sold per second', ({ soldPerSecond }) => soldPerSecond, 0),
    row('Time to decision, p50', ({ decisionP50Ms }) => decisionP50Ms / 1_000, 2),
    '',
    `CPU per purchase is ${findCpuPercent(comparison).toFixed(0)} % of that of ${commit.slice(0, SHORT_COMMIT)} (pairs: ${pairs.map((pair) => findCpuPercent({ pairs: [pair] }).toFixed(0)).join(', ')}).`,
    'CPU is per purchase, in user and system mode. Times are in seconds. All figures are medians of the pairs.',
  ].join('\n');
};

const listServers = ({ cpuMs }: MeasuredSale): string[] => Object.keys(cpuMs);

const formatRow = (
  label: string,
  pairs: readonly MeasuredPair[],
  find: (sale: MeasuredSale) => number,
  digits: number,
): string => {
  const [before, after] = (['before', 'after'] as const).map((side) =>
    findMedian(pairs.map((pair) => find(pair[side])))
      .toFixed(digits)
      .padStart(CELL),
  );
  return `${label.padEnd(LABEL)}${before}${after}`;
};
