import type { TableId } from '@willcall/topology';
import { constants } from './constants.ts';
import { type Simulation, TokenBucket } from './simulation.ts';

/** An item's table and partition. Without a partition, the load is spread over the whole table. */
export type ThrottledResource = { readonly table: TableId; readonly partition?: string };

/** Units a second that tables serve. A table without an entry serves what a new one does. */
export type TableRates = Readonly<
  Partial<
    Record<TableId, { readonly readUnitsPerSecond: number; readonly writeUnitsPerSecond: number }>
  >
>;

type Kind = 'reads' | 'writes';

/** The units that a table consumed, and how often it refused a call. */
export type TableLoad = {
  reads: number;
  writes: number;
  /** The most units of one second. */
  peakReads: number;
  peakWrites: number;
  throttled: number;
};

/**
 * The limits of tables and of their partitions, as one second's worth of units each. It counts on nothing
 * that AWS does not promise: neither on burst capacity, nor on partitions that split during the sale.
 */
export class Throughput {
  /** By table. A throttled call counts for the first table that refused it. */
  readonly loads = new Map<TableId, TableLoad>();
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #seconds = new Map<string, { second: number; units: number }>();
  readonly #limits: TableRates | 'none';
  readonly #simulation: Simulation;

  constructor(limits: TableRates | 'none', simulation: Simulation) {
    this.#limits = limits;
    this.#simulation = simulation;
  }

  /** Takes units of each item's partition and table, or of none. Returns whether there were enough. */
  take(resources: readonly ThrottledResource[], kind: Kind, units: number): boolean {
    if (this.#limits === 'none') return true;
    const wanted = new Map<TokenBucket, { readonly table: TableId; readonly units: number }>();
    for (const { table, partition } of resources) {
      const buckets = [this.#bucketOf(table, kind)];
      if (partition !== undefined) buckets.push(this.#bucketOf(table, kind, partition));
      for (const bucket of buckets) {
        wanted.set(bucket, { table, units: (wanted.get(bucket)?.units ?? 0) + units });
      }
    }
    const { now } = this.#simulation;
    for (const [bucket, { table, units: most }] of wanted) {
      if (bucket.left(now) >= most) continue;
      this.#loadOf(table).throttled += 1;
      return false;
    }
    for (const [bucket, { units: taken }] of wanted) bucket.take(taken);
    for (const { table } of resources) this.#count(table, kind, units);
    return true;
  }

  /** The write units of all tables. */
  get writes(): number {
    return [...this.loads.values()].reduce((sum, { writes }) => sum + writes, 0);
  }

  get reads(): number {
    return [...this.loads.values()].reduce((sum, { reads }) => sum + reads, 0);
  }

  /** Calls that were refused. */
  get throttled(): number {
    return [...this.loads.values()].reduce((sum, { throttled }) => sum + throttled, 0);
  }

  #bucketOf(table: TableId, kind: Kind, partition?: string): TokenBucket {
    const name = `${kind} ${table} ${partition}`;
    const existing = this.#buckets.get(name);
    if (existing !== undefined) return existing;
    const bucket = new TokenBucket(
      partition === undefined ? this.#rateOf(table, kind) : partitionRates[kind],
    );
    this.#buckets.set(name, bucket);
    return bucket;
  }

  #rateOf(table: TableId, kind: Kind): number {
    const { reads, writes } = rateOf(this.#limits === 'none' ? {} : this.#limits, table);
    return kind === 'reads' ? reads : writes;
  }

  #count(table: TableId, kind: Kind, units: number): void {
    const load = this.#loadOf(table);
    load[kind] += units;
    const name = `${kind} ${table}`;
    const second = Math.floor(this.#simulation.now / 1_000);
    const before = this.#seconds.get(name);
    const inSecond = (before?.second === second ? before.units : 0) + units;
    this.#seconds.set(name, { second, units: inSecond });
    const peak = kind === 'reads' ? 'peakReads' : 'peakWrites';
    load[peak] = Math.max(load[peak], inSecond);
  }

  #loadOf(table: TableId): TableLoad {
    const existing = this.loads.get(table);
    if (existing !== undefined) return existing;
    const load = { reads: 0, writes: 0, peakReads: 0, peakWrites: 0, throttled: 0 };
    this.loads.set(table, load);
    return load;
  }
}

const partitionRates: Readonly<Record<Kind, number>> = {
  reads: constants.partitionReads.value,
  writes: constants.partitionWrites.value,
};

/** The units a second that a table serves. */
export const rateOf = (
  rates: TableRates,
  table: TableId,
): { readonly reads: number; readonly writes: number } => ({
  reads: rates[table]?.readUnitsPerSecond ?? constants.tableReads.value,
  writes: rates[table]?.writeUnitsPerSecond ?? constants.tableWrites.value,
});
