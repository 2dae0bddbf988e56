import { type Announcements, announce } from './announcements.ts';
import { type Bottleneck, BottleneckWatch, type BoundShare } from './bottlenecks.ts';
import { type DeployedLimits, findAdmission, findShards } from './deployed-limits.ts';
import { makeShow, SALE_BEGINS } from './show.ts';
import { SimulatedBuyers } from './simulated-buyers.ts';
import { SimulatedQueue } from './simulated-queue.ts';
import { SimulatedTables } from './simulated-tables.ts';
import { SimulatedWorkers } from './simulated-workers.ts';
import { Simulation, seededRandom } from './simulation.ts';
import type { TableLoad } from './throughput.ts';

/** A sale to simulate. */
export type Sale = {
  readonly buyers: number;
  readonly tickets: number;
  /** Tickets that each buyer asks for, 1 to 8. */
  readonly ticketsEach: number;
  /** Seconds in which the buyers come, evenly. */
  readonly withinSeconds: number;
  /** Whether the show limits its buyers, and so keeps a ledger of each. */
  readonly hasLimit: boolean;
  readonly seed: number;
};

export type SaleProgress = {
  readonly answered: number;
  readonly ticketsSold: number;
  readonly seconds: number;
};

type Percentiles = { readonly p50: number; readonly p99: number; readonly most: number };

/** What happened. Times are in seconds of simulated time since the first buyer could ask. */
export type SaleResult = {
  readonly shards: number;
  readonly ticketsSold: number;
  readonly confirmed: number;
  readonly answered: number;
  /** Buyers that `accept` refused under the settled latch. */
  readonly refusedEarly: number;
  /** Undefined if tickets were left. */
  readonly soldOutAfter: number | undefined;
  /** Undefined if some buyers had no answer after six hours. */
  readonly allAnsweredAfter: number | undefined;
  /** From the first request, including what was answered with 429. */
  readonly wait: Percentiles;
  /** From the accepted request to the decision. */
  readonly timeToDecision: Percentiles;
  /** Requests that were answered with 429. */
  readonly throttledRequests: number;
  readonly transactions: number;
  readonly conflicts: number;
  readonly batches: number;
  /** Messages whose decision failed and was tried again, each time. */
  readonly failures: number;
  /** Seconds that the worker ran, over all environments. */
  readonly workerSeconds: number;
  /** The most pollers at once. */
  readonly pollers: number;
  readonly longestQueue: number;
  readonly peakRequests: number;
  readonly peakPolls: number;
  readonly polls: number;
  readonly announcements: Announcements;
  readonly tables: Readonly<Record<string, Readonly<TableLoad>>>;
  readonly bound: {
    readonly untilSoldOut: readonly BoundShare[];
    readonly afterwards: readonly BoundShare[];
  };
};

/** A sale that takes longer is not simulated to its end. */
const MAX_SECONDS = 6 * 60 * 60;
const MS_PER_SECOND = 1_000;

/**
 * Simulates a sale in a stage, with the worker's own code. The result depends only on what is given.
 *
 * @param onProgress called now and then.
 */
export async function runSale(
  sale: Sale,
  limits: DeployedLimits,
  onProgress: (progress: SaleProgress) => void = () => undefined,
): Promise<SaleResult> {
  const simulation = new Simulation();
  const random = seededRandom(sale.seed);
  const clock = () => new Date(SALE_BEGINS + simulation.now);
  const shards = findShards(sale.tickets, limits);
  const show = makeShow(sale.tickets, shards, sale.hasLimit ? sale.ticketsEach : undefined);
  const queue = new SimulatedQueue();
  const decidedBySecond: number[] = [];
  const tables = new SimulatedTables({
    simulation,
    random,
    show,
    limits: limits.tableRates,
    onDecided: (decision) => {
      buyers.decide(decision);
      const second = Math.floor(simulation.now / MS_PER_SECOND);
      while (decidedBySecond.length <= second) decidedBySecond.push(0);
      decidedBySecond[second] = (decidedBySecond[second] ?? 0) + 1;
      if (buyers.ticketsSold === sale.tickets) watch.markSoldOut();
    },
  });
  const buyers = new SimulatedBuyers({
    simulation,
    random,
    buyers: sale.buyers,
    ticketsEach: sale.ticketsEach,
    withinMs: sale.withinSeconds * MS_PER_SECOND,
    rate: Math.min(...Object.values(findAdmission(limits))),
    burst: limits.burst,
    showId: show.showId,
    clock,
    soldOutAt: () => tables.soldOutAt,
    send: (purchase) => queue.send({ purchase, receives: 0 }),
  });
  const workers = new SimulatedWorkers({
    simulation,
    random,
    queue,
    store: tables.store,
    showId: show.showId,
    polling: limits.polling,
    clock,
  });
  const watch = new BottleneckWatch({ simulation, buyers, queue, workers, tables, limits });
  let shownAt = 0;
  await simulation.run(() => {
    if (simulation.now - shownAt >= MS_PER_SECOND) {
      shownAt = simulation.now;
      const { answered, ticketsSold } = buyers;
      onProgress({ answered, ticketsSold, seconds: Math.round(simulation.now / MS_PER_SECOND) });
    }
    return buyers.areAnswered || simulation.now > MAX_SECONDS * MS_PER_SECOND;
  });
  return {
    shards,
    ticketsSold: buyers.ticketsSold,
    confirmed: buyers.confirmed,
    answered: buyers.answered,
    refusedEarly: buyers.refusedEarly,
    soldOutAfter: watch.soldOutAfter,
    allAnsweredAfter: buyers.areAnswered ? simulation.now / MS_PER_SECOND : undefined,
    wait: percentilesOf(buyers.answeredAt, buyers.cameAt),
    timeToDecision: percentilesOf(buyers.answeredAt, buyers.queuedAt),
    throttledRequests: buyers.throttled,
    transactions: tables.transactions,
    conflicts: tables.conflicts,
    batches: workers.batches,
    failures: workers.failures,
    workerSeconds: workers.busyMs / MS_PER_SECOND,
    pollers: workers.pollers,
    longestQueue: watch.longestQueue,
    peakRequests: buyers.peakRate,
    peakPolls: Math.ceil(watch.peakPolls),
    polls: Math.ceil(watch.polls),
    announcements: announce(decidedBySecond, limits.announcementRate),
    tables: Object.fromEntries(tables.throughput.loads),
    bound: watch.result(),
  };
}

/** What bound a sale for the longest part of the time until it was sold out, or until all were answered. */
export const findBinding = ({ bound }: SaleResult): Bottleneck =>
  (bound.untilSoldOut[0] ?? bound.afterwards[0])?.bottleneck ?? 'buyers';

/** Seconds between two times of each buyer. Buyers without an answer do not count. */
function percentilesOf(until: Float64Array, since: Float64Array): Percentiles {
  const waits = until
    .map((at, buyer) => (at - (since[buyer] ?? Number.NaN)) / MS_PER_SECOND)
    .filter((seconds) => !Number.isNaN(seconds))
    .sort();
  const at = (share: number) => waits[Math.max(0, Math.ceil(waits.length * share) - 1)] ?? 0;
  return { p50: at(0.5), p99: at(0.99), most: at(1) };
}
