import { findContender } from '../contenders/all-contenders.ts';
import type { ContenderId } from '../contenders/contender.ts';
import {
  type BenchReport,
  COMPARED_WITH,
  type KillFigures,
  type LoadFigures,
  splitWorkerCpu,
  sumCpuMs,
} from './bench-report.ts';

/** Formats a report as two tables for a terminal. */
export function formatReport({ load, kills, machine }: BenchReport): string {
  const locked = load.filter(({ itemLocks }) => itemLocks);
  const rows = locked.map((figures) => formatLoad(figures, load));
  return [
    formatTable(LOAD_HEADS, rows),
    '',
    'For each purchase of one ticket, with the conflicts of AWS (% of purchases). "At once" counts calls in',
    'flight; a call of willcall decides ten purchases, unless it is one by one. CPU is that of the sellers and',
    "of DynamoDB Local; × compares it with willcall's batches of 10. The last column is without conflicts.",
    ...formatWorkerCpu(load),
    '',
    formatTable(KILL_HEADS, kills.map(formatKills)),
    '',
    'After kills in the middle of a sale to more buyers than tickets. Undecided: buyers who never hear.',
    '',
    `${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`,
  ].join('\n');
}

const LOAD_HEADS = [
  'sold by',
  'at once',
  'purchases/s',
  'CPU ms',
  '×',
  'write units',
  'read units',
  'calls',
  'conflicts %',
  'purchases/s without',
];

const formatLoad = (figures: LoadFigures, all: BenchReport['load']): string[] => {
  const { contender, atOnce, perSecond, perPurchase } = figures;
  const find = (id: ContenderId, itemLocks: boolean) =>
    all.find((one) => one.contender === id && one.atOnce === atOnce && one.itemLocks === itemLocks);
  const compared = find(COMPARED_WITH, true);
  return [
    findContender(contender).name,
    String(atOnce),
    perSecond.toFixed(0),
    sumCpuMs(figures).toFixed(2),
    compared === undefined ? '' : (sumCpuMs(figures) / sumCpuMs(compared)).toFixed(1),
    perPurchase.writeUnits.toFixed(2),
    perPurchase.readUnits.toFixed(2),
    perPurchase.calls.toFixed(2),
    (PERCENT * perPurchase.conflicts).toFixed(1),
    (find(contender, false) ?? figures).perSecond.toFixed(0),
  ];
};

const PERCENT = 100;

function formatWorkerCpu(load: BenchReport['load']): string[] {
  const cpu = splitWorkerCpu(load);
  if (cpu === undefined) return [];
  const [batch, decision] = [cpu.batchMs.toFixed(1), cpu.decisionMs.toFixed(2)];
  return [
    `In the worker's process, a batch takes ${batch} ms of CPU, and each decision in it ${decision} ms more.`,
  ];
}

const KILL_HEADS = ['sold by', 'tickets', 'sold', 'oversold', 'lost', 'double', 'undecided'];

const formatKills = ({ contender, ...figures }: KillFigures): string[] => [
  findContender(contender).name,
  ...[figures.tickets, figures.held, figures.oversold].map(String),
  ...[figures.lost, figures.double, figures.undecided].map(String),
];

/** Pads columns. The first one is text, and the others are numbers. */
function formatTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, ...rows];
  const widths = heads.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) =>
      line
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}
