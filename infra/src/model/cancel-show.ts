import { PAGE_ENTRIES, runShowJobs } from '@willcall/show-jobs';
import { functions } from '@willcall/topology';
import { constants } from './constants.ts';
import { type DeployedLimits, findShards } from './deployed-limits.ts';
import { makeShow, SALE_BEGINS } from './show.ts';
import { SimulatedCancelledShow } from './simulated-cancelled-show.ts';
import { Simulation, seededRandom } from './simulation.ts';

/** A show to cancel in a simulation. */
export type Cancellation = {
  /** Purchases of one ticket each, of as many buyers, sold in full batches. */
  readonly purchases: number;
  /** Whether the show limits its buyers, and so keeps a ledger of each. */
  readonly hasLimit: boolean;
  readonly seed: number;
};

/** What happened. Times are in seconds of simulated time since the show was cancelled. */
export type CancellationResult = {
  readonly shards: number;
  readonly cancelled: number;
  /** When the last purchase was cancelled. */
  readonly allCancelledAfter: number;
  /** When the job ended, after its second pass. */
  readonly endedAfter: number;
  /** Turns of the function that found something to do. */
  readonly turns: number;
  readonly transactions: number;
  readonly conflicts: number;
  readonly writesPerPurchase: number;
  readonly readsPerPurchase: number;
};

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;
/** Milliseconds at the end of a turn, as in `createScheduleHandler`. */
const RESERVE_MS = 10_000;
/** Milliseconds before its cancellation, when the sale was over. */
const SOLD_BEFORE_MS = 60 * MS_PER_MINUTE;
/** A show whose cancellation takes longer is not simulated to its end. */
const MAX_MINUTES = 24 * 60;

/** Nothing is logged or measured in a simulation. */
const silent = {
  log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  measure: { count: () => undefined, milliseconds: () => undefined },
};

/**
 * Simulates how the purchases of a sold-out show are cancelled with it, by the job's own code, in the stage.
 * The show is cancelled just after a turn of the function has looked for jobs, so that the next turn begins
 * a minute later.
 *
 * @throws Error if it takes more than a day.
 */
export async function cancelSimulatedShow(
  { purchases, hasLimit, seed }: Cancellation,
  limits: DeployedLimits,
): Promise<CancellationResult> {
  const simulation = new Simulation();
  const random = seededRandom(seed);
  const clock = () => new Date(SALE_BEGINS + simulation.now);
  const shards = findShards(purchases, limits);
  let cancelled = 0;
  let lastAt = 0;
  let cpuFreeAt = 0;
  const show = new SimulatedCancelledShow({
    simulation,
    random,
    limits: limits.tableRates,
    show: makeShow(purchases, shards, hasLimit ? 1 : undefined),
    purchases,
    soldAt: new Date(SALE_BEGINS - SOLD_BEFORE_MS).toISOString(),
    cancelledAt: clock().toISOString(),
    onCancelled: () => {
      cancelled += 1;
      lastAt = simulation.now;
    },
    useCpu: (milliseconds) => {
      cpuFreeAt = Math.max(cpuFreeAt, simulation.now) + milliseconds;
      return simulation.wait(cpuFreeAt - simulation.now);
    },
  });
  let turns = 0;
  const turn = async () => {
    const deadline =
      simulation.now + functions['show-jobs'].timeoutSeconds * MS_PER_SECOND - RESERVE_MS;
    if (turns === 0) await simulation.wait(constants.coldStartMs.value);
    const { jobs } = await runShowJobs({
      ...silent,
      ...{ store: show.store, clock, random, pageEntries: PAGE_ENTRIES },
      wait: (milliseconds) => simulation.wait(milliseconds),
      timeLeft: () => deadline - simulation.now,
    });
    if (jobs > 0) turns += 1;
  };
  for (let minute = 1; minute <= MAX_MINUTES; minute += 1) {
    simulation.after(minute * MS_PER_MINUTE, () => void turn());
  }
  await simulation.run(() => show.isOver);
  if (!show.isOver) throw new Error('The cancellation takes more than a day');
  const { throughput, transactions, conflicts } = show.dynamodb;
  return {
    shards,
    cancelled,
    allCancelledAfter: lastAt / MS_PER_SECOND,
    endedAfter: simulation.now / MS_PER_SECOND,
    turns,
    transactions,
    conflicts,
    writesPerPurchase: throughput.writes / purchases,
    readsPerPurchase: throughput.reads / purchases,
  };
}
