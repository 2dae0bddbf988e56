import { findContender } from '../contenders/all-contenders.ts';
import {
  type BenchReport,
  COMPARED_WITH,
  chooseComparedAtOnce,
  type KillFigures,
  type LoadFigures,
  sumCpuMs,
} from './bench-report.ts';

const HEADS = [
  'Sold by',
  'CPU ms',
  'CPU ×',
  'Write units',
  'Read units',
  'Calls',
  'Conflicts',
  'Wrong after kills',
];

/** Formats the table of the README: one number of calls at once, with item locks. */
export function formatMarkdown({ load, kills }: BenchReport): string {
  const atOnce = chooseComparedAtOnce(load);
  const compared = load.filter((one) => one.itemLocks && one.atOnce === atOnce);
  const base = compared.find(({ contender }) => contender === COMPARED_WITH);
  const rows = compared.map((figures) =>
    formatRow(
      figures,
      base,
      kills.find(({ contender }) => contender === figures.contender),
    ),
  );
  return [HEADS, HEADS.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |\n`)
    .join('');
}

const formatRow = (
  figures: LoadFigures,
  base: LoadFigures | undefined,
  kills: KillFigures | undefined,
): string[] => {
  const { contender, perPurchase } = figures;
  const { writeUnits, readUnits, calls, conflicts } = perPurchase;
  return [
    findContender(contender).name,
    sumCpuMs(figures).toFixed(1),
    base === undefined ? '–' : (sumCpuMs(figures) / sumCpuMs(base)).toFixed(1),
    ...[writeUnits, readUnits, calls].map((count) => count.toFixed(1)),
    conflicts.toFixed(2),
    kills === undefined ? '–' : formatKills(kills),
  ];
};

/** For example "12 tickets lost, 30 buyers undecided". */
const formatKills = ({ oversold, lost, double, undecided }: KillFigures): string => {
  const wrong = [
    [oversold, 'tickets oversold'],
    [lost, 'tickets lost'],
    [double, 'tickets double'],
    [undecided, 'buyers undecided'],
  ] as const;
  const found = wrong.filter(([count]) => count > 0);
  return found.length === 0 ? '0' : found.map((one) => one.join(' ')).join(', ');
};
