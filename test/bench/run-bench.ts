import { availableParallelism, cpus } from 'node:os';
import type { LocalEndpoints } from '@willcall/localstack';
import { contenders } from './contenders/all-contenders.ts';
import type { Contender } from './contenders/contender.ts';
import { type KillOptions, measureKills } from './kills/measure-kills.ts';
import { measureLoad } from './load/measure-load.ts';
import type { BenchReport } from './report/bench-report.ts';

/** How much a bench measures. */
export type BenchPlan = {
  readonly isQuick: boolean;
  readonly contenders: readonly Contender[];
  readonly atOnce: readonly number[];
  /** The fewest purchases of a measurement, and the fewest calls of each seller. */
  readonly purchases: number;
  readonly callsOfSeller: number;
  /** Calls of each seller before that. */
  readonly callsBefore: number;
  /** Purchases before anything is measured, while both processes compile their code. */
  readonly warmUp: number;
  readonly kills: Pick<KillOptions, 'tickets' | 'buyers' | 'sellers' | 'killAfter'>;
};

export const fullPlan: BenchPlan = {
  isQuick: false,
  contenders,
  atOnce: [1, 4, 16, 64],
  purchases: 600,
  callsOfSeller: 8,
  callsBefore: 5,
  warmUp: 500,
  kills: { tickets: 1_200, buyers: 1_600, sellers: 16, killAfter: [150, 150, 150] },
};

export const quickPlan: BenchPlan = {
  isQuick: true,
  contenders,
  atOnce: [1, 16],
  purchases: 300,
  callsOfSeller: 4,
  callsBefore: 4,
  warmUp: 200,
  kills: { tickets: 400, buyers: 500, sellers: 16, killAfter: [100] },
};

export type BenchOptions = {
  readonly dynamodbPid?: number | undefined;
  readonly signal?: AbortSignal;
  /** Called before each measurement with what comes next. */
  readonly onStep?: (step: string) => void;
};

/** Measures every contender on one local AWS, one measurement after the other. */
export async function runBench(
  aws: LocalEndpoints,
  plan: BenchPlan,
  { dynamodbPid, signal, onStep = () => undefined }: BenchOptions = {},
): Promise<BenchReport> {
  const common = { dynamodbPid, ...(signal === undefined ? {} : { signal }) };
  // Contenders take turns, so that nothing that changes during the run favours one of them.
  const loads = plan.atOnce.flatMap((atOnce) =>
    [true, false].flatMap((itemLocks) =>
      plan.contenders
        .filter(({ usesTransactions }) => itemLocks || usesTransactions)
        .map((contender) => ({ contender, atOnce, itemLocks })),
    ),
  );
  // A show that is sold out has no tickets to lose.
  const killed = plan.contenders.filter(({ show }) => show.isSoldOut !== true);
  const steps = plan.contenders.length + loads.length + killed.length;
  let step = 0;
  const begin = (what: string) => {
    signal?.throwIfAborted();
    step += 1;
    onStep(`${step} of ${steps}: ${what}`);
  };
  for (const contender of plan.contenders) {
    begin(`warming up, ${contender.name}`);
    const warmUp = { atOnce: 4, purchases: plan.warmUp, itemLocks: false };
    await measureLoad(aws, contender, { ...warmUp, callsBefore: 0, ...common });
  }
  const report: BenchReport = {
    version: 1,
    madeAt: new Date().toISOString(),
    quick: plan.isQuick,
    machine: {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: availableParallelism(),
      platform: `${process.platform} ${process.arch}`,
      node: process.version,
    },
    load: [],
    kills: [],
  };
  for (const { contender, ...cell } of loads) {
    const locks = cell.itemLocks ? 'with item locks' : 'without item locks';
    begin(`${contender.name}, ${cell.atOnce} at once, ${locks}`);
    const purchases = countPurchases(contender, cell.atOnce, plan);
    const { callsBefore } = plan;
    report.load.push(
      await measureLoad(aws, contender, { ...cell, purchases, callsBefore, ...common }),
    );
  }
  for (const contender of killed) {
    begin(`${contender.name}, killed in the middle`);
    const options = { ...plan.kills, ...(signal === undefined ? {} : { signal }) };
    report.kills.push(await measureKills(aws, contender, options));
  }
  return report;
}

const countPurchases = (
  { batch }: Contender,
  atOnce: number,
  { purchases, callsOfSeller }: BenchPlan,
): number => Math.max(purchases, atOnce * batch * callsOfSeller);

/** Tickets of willcall that are oversold, lost or double. */
export const countWrongTickets = ({ load, kills }: BenchReport): number => {
  const isOurs = ({ contender }: { readonly contender: string }) =>
    contender.startsWith('willcall-');
  const underLoad = load.filter(isOurs).map(({ wrong }) => wrong);
  const afterKills = kills
    .filter(isOurs)
    .map(({ oversold, lost, double, undecided }) => oversold + lost + double + undecided);
  return [...underLoad, ...afterKills].reduce((a, b) => a + b, 0);
};
