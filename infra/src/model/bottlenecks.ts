import type { TableId } from '@willcall/topology';
import { type Admission, type DeployedLimits, findAdmission } from './deployed-limits.ts';
import { type SimulatedBuyers, TICK_MS } from './simulated-buyers.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { SimulatedTables } from './simulated-tables.ts';
import type { SimulatedWorkers } from './simulated-workers.ts';
import type { Simulation } from './simulation.ts';

/**
 * What keeps a sale from being faster at a moment. `buyers`: nothing, because everybody who asked is
 * answered or about to be. `pollers`: Lambda still adds batches at once. `workers`: all of them are busy.
 * `shards`: workers meet in the stock. A table: it throttles.
 */
export type Bottleneck =
  | Admission
  | 'buyers'
  | 'pollers'
  | 'workers'
  | 'shards'
  | `table ${TableId}`;

/** The share of a time in which a bottleneck bound. */
export type BoundShare = { readonly bottleneck: Bottleneck; readonly share: number };

/** With more cancelled transactions than this, workers wait for each other rather than work. */
const MANY_CONFLICTS = 0.1;
const MS_PER_SECOND = 1_000;

/** A client waits on average three quarters of the estimate, and 1 to 10 seconds. See `waiting.ts` of the domain. */
const retryAfterSeconds = (lagMs: number): number =>
  Math.max(1, 0.75 * Math.min(10, lagMs / MS_PER_SECOND));

type Watched = {
  readonly simulation: Simulation;
  readonly buyers: SimulatedBuyers;
  readonly queue: SimulatedQueue;
  readonly workers: SimulatedWorkers;
  readonly tables: SimulatedTables;
  readonly limits: DeployedLimits;
};

/** Looks ten times a second at what binds, and at how many buyers wait. */
export class BottleneckWatch {
  longestQueue = 0;
  /** Seconds until the last ticket was sold. */
  soldOutAfter: number | undefined;
  /** Requests for the state of a purchase, and the most of them in a second. */
  polls = 0;
  peakPolls = 0;
  readonly #watched: Watched;
  readonly #admission: Admission;
  readonly #untilSoldOut = new Map<Bottleneck, number>();
  readonly #afterwards = new Map<Bottleneck, number>();
  #transactions = 0;
  #conflicts = 0;
  #lastThrottling: TableId | undefined;
  readonly #throttled = new Map<TableId, number>();

  constructor(watched: Watched) {
    this.#watched = watched;
    const admission = Object.entries(findAdmission(watched.limits)) as [Admission, number][];
    const [lowest] = admission.sort(([, a], [, b]) => a - b);
    this.#admission = lowest?.[0] ?? 'throttle';
    this.#look();
  }

  markSoldOut(): void {
    this.soldOutAfter ??= this.#watched.simulation.now / MS_PER_SECOND;
  }

  /** What bound for how long, the longest first. */
  result(): { readonly untilSoldOut: BoundShare[]; readonly afterwards: BoundShare[] } {
    return {
      untilSoldOut: toShares(this.#untilSoldOut),
      afterwards: toShares(this.#afterwards),
    };
  }

  #look(): void {
    const { simulation, queue } = this.#watched;
    simulation.after(TICK_MS, () => {
      const counts = this.soldOutAfter === undefined ? this.#untilSoldOut : this.#afterwards;
      const bottleneck = this.#find();
      counts.set(bottleneck, (counts.get(bottleneck) ?? 0) + 1);
      this.longestQueue = Math.max(this.longestQueue, queue.length);
      this.#countPolls();
      this.#look();
    });
  }

  #countPolls(): void {
    const { buyers } = this.#watched;
    const perSecond = buyers.undecided / retryAfterSeconds(buyers.lastLagMs);
    this.peakPolls = Math.max(this.peakPolls, perSecond);
    this.polls += (perSecond * TICK_MS) / MS_PER_SECOND;
  }

  #find(): Bottleneck {
    const { buyers, queue, workers, tables } = this.#watched;
    const transactions = tables.transactions - this.#transactions;
    const conflicts = tables.conflicts - this.#conflicts;
    this.#transactions = tables.transactions;
    this.#conflicts = tables.conflicts;
    const throttling = this.#findThrottling();
    this.#lastThrottling = throttling ?? this.#lastThrottling;
    if (queue.length > 0 && workers.isBusy) {
      if (throttling !== undefined) return `table ${throttling}`;
      if (!workers.isAtMost) return 'pollers';
      return conflicts > MANY_CONFLICTS * transactions ? 'shards' : 'workers';
    }
    // What a throttled table failed is delivered again after seconds.
    const cause = throttling ?? (workers.hidden > 0 ? this.#lastThrottling : undefined);
    if (cause !== undefined) return `table ${cause}`;
    return buyers.waiting > 0 ? this.#admission : 'buyers';
  }

  /** The table that throttled most calls since the last look. */
  #findThrottling(): TableId | undefined {
    let most = 0;
    let found: TableId | undefined;
    for (const [table, { throttled }] of this.#watched.tables.throughput.loads) {
      const since = throttled - (this.#throttled.get(table) ?? 0);
      this.#throttled.set(table, throttled);
      if (since <= most) continue;
      most = since;
      found = table;
    }
    return found;
  }
}

const toShares = (counts: ReadonlyMap<Bottleneck, number>): BoundShare[] => {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([bottleneck, count]) => ({ bottleneck, share: count / all }))
    .sort((a, b) => b.share - a.share);
};
