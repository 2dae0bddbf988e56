import { setTimeout as wait } from 'node:timers/promises';
import {
  createStoreConnection,
  type Log,
  type Measure,
  NonEmptyText,
  type Observability,
  type readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore, type Store } from '@willcall/store';
import { LRUCache } from 'lru-cache';
import { createLagReporter, type LagReporter, lagVariables } from '../lag/lag-reporter.ts';

/** Dependencies of decisions: tables, time, randomness, and reporting. */
export type DecisionDependencies = {
  readonly store: Store;
  readonly memory: ShardMemory;
  readonly lag: Pick<LagReporter, 'decided'>;
  readonly clock: () => Date;
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Milliseconds until the rest of this batch must be left to redelivery. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** The environment variables of a function that decides purchases. */
export const decisionVariables = {
  SHOWS_TABLE: NonEmptyText,
  STOCK_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  ...lagVariables,
};

type Settings = ReturnType<typeof readEnvironment<typeof decisionVariables>>;

/**
 * Creates the dependencies of decisions, except the time left, which differs per invocation. Calls no AWS
 * service.
 *
 * @param options see `createLagReporter`.
 */
export function createDecisionDependencies(
  settings: Settings,
  observability: Pick<Observability, 'log' | 'measure'>,
  seams: Seams,
  options?: Parameters<typeof createLagReporter>[3],
): Omit<DecisionDependencies, 'timeLeft'> & { readonly lag: LagReporter } {
  const { clock = () => new Date(), random = Math.random } = seams;
  const tables = {
    shows: settings.SHOWS_TABLE,
    stock: settings.STOCK_TABLE,
    journal: settings.JOURNAL_TABLE,
    seats: settings.SEATS_TABLE,
    purchases: settings.PURCHASES_TABLE,
  };
  const { log, measure } = observability;
  return {
    store: openStore(tables, createStoreConnection(settings, observability, seams)),
    memory: createShardMemory(random),
    lag: createLagReporter(settings, observability, seams, options),
    clock,
    random,
    wait: (milliseconds) => wait(milliseconds),
    log,
    measure,
  };
}

/** Shows that one environment remembers. The least recently sold are evicted first. */
const MAX_SHOWS = 1_000;

type Remembered = {
  readonly buckets: number;
  shard: number;
  readFirst: boolean;
  isSoldOut: boolean;
};

/** What a worker environment remembers about each show between batches. These are only hints. */
export type ShardMemory = {
  /** The shard that this worker sells from. The first one is random, so that workers spread out. */
  shardOf(show: { readonly showId: string; readonly buckets: number }): number;
  /** Sells from this shard from now on. */
  moveTo(showId: string, shard: number): void;
  /** Whether the stock was last so low that a sale without a read would probably fail. */
  readsStockFirst(showId: string): boolean;
  setReadsStockFirst(showId: string, readFirst: boolean): void;
  /** Whether the show was last seen under the sold-out latch. */
  setSoldOut(showId: string, isSoldOut: boolean): void;
  /** What is known of a show before it is read. Undefined if this worker has not sold from it. */
  recall(showId: string): Readonly<Remembered> | undefined;
};

/**
 * A worker keeps its shard and moves only after a conflict or when the shard is empty, so workers spread
 * out: `npm run model -- --sweep` compares it with a random choice per batch.
 */
export function createShardMemory(random: () => number): ShardMemory {
  const shows = new LRUCache<string, Remembered>({ max: MAX_SHOWS });
  return {
    shardOf({ showId, buckets }) {
      const known = shows.get(showId);
      if (known !== undefined) return known.shard;
      const shard = Math.floor(random() * buckets);
      shows.set(showId, { buckets, shard, readFirst: false, isSoldOut: false });
      return shard;
    },
    moveTo(showId, shard) {
      const known = shows.get(showId);
      if (known !== undefined) known.shard = shard;
    },
    readsStockFirst: (showId) => shows.get(showId)?.readFirst ?? false,
    setReadsStockFirst(showId, readFirst) {
      const known = shows.get(showId);
      if (known !== undefined) known.readFirst = readFirst;
    },
    setSoldOut(showId, isSoldOut) {
      const known = shows.get(showId);
      if (known !== undefined) known.isSoldOut = isSoldOut;
    },
    recall: (showId) => shows.get(showId),
  };
}
