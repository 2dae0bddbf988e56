import * as z from 'zod';
import { type ContenderId, contenderIds } from '../contenders/contender.ts';

/** Rises when a field changes its meaning or goes. */
const REPORT_VERSION = 1;

/**
 * One contender under load, with a number of calls in flight. Everything in `perPurchase` and `totals` but
 * the CPU time is the same on every machine, apart from the conflicts that chance brings.
 */
export const LoadFigures = z.strictObject({
  contender: z.enum(contenderIds),
  /** Calls in flight. A call decides up to ten purchases with batches of 10. */
  atOnce: z.int(),
  /** Items among which the stock is split. */
  shards: z.int(),
  /**
   * Whether transactions conflict as on AWS. If not, DynamoDB Local runs one after the other. A contender
   * without transactions is measured once, with it.
   */
  itemLocks: z.boolean(),
  /** Purchases decided and measured, of one ticket each. */
  purchases: z.int(),
  /** Purchases decided before, while the sellers opened their connections and settled. */
  early: z.int(),
  /** Tickets that buyers have at the end, of both. */
  sold: z.int(),
  /** Tickets oversold or lost, without any kill. */
  wrong: z.int(),
  seconds: z.number(),
  /** Purchases per second. */
  perSecond: z.number(),
  perPurchase: z.strictObject({
    /** Milliseconds of CPU in the process that runs the sellers. */
    sellersCpuMs: z.number(),
    /** Milliseconds of CPU in DynamoDB Local. Null where the system does not tell. */
    dynamodbCpuMs: z.number().nullable(),
    /** Capacity units by AWS's published rules, also for what was refused. */
    writeUnits: z.number(),
    readUnits: z.number(),
    /** Requests, with retries. */
    calls: z.number(),
    /** Requests refused because a transaction held the item. */
    conflicts: z.number(),
  }),
  totals: z.strictObject({
    writeUnits: z.number(),
    readUnits: z.number(),
    calls: z.int(),
    /** TransactWriteItems requests, and those of them that were cancelled for any reason. */
    transactions: z.int(),
    cancelled: z.int(),
    conflicts: z.int(),
  }),
});
export type LoadFigures = z.infer<typeof LoadFigures>;

/** Milliseconds of CPU of a purchase, in the sellers and in DynamoDB Local. */
export const sumCpuMs = ({ perPurchase }: LoadFigures): number =>
  perPurchase.sellersCpuMs + (perPurchase.dynamodbCpuMs ?? 0);

/** What the tables say after a sale whose process was killed in the middle, and after the rest was sold. */
export const KillFigures = z.strictObject({
  contender: z.enum(contenderIds),
  kills: z.int(),
  atOnce: z.int(),
  tickets: z.int(),
  /** More than tickets. One purchase of one ticket each. */
  buyers: z.int(),
  /** Tickets that buyers have at the end. */
  held: z.int(),
  /** Tickets that are still on sale at the end. */
  left: z.int(),
  /** Tickets beyond the capacity. */
  oversold: z.int(),
  /** Tickets that are neither on sale nor anybody's. */
  lost: z.int(),
  /** Tickets that a buyer has in addition to the one requested. */
  double: z.int(),
  /** Buyers whose purchase was started and never decided. */
  undecided: z.int(),
});
export type KillFigures = z.infer<typeof KillFigures>;

/**
 * `bench.json`. A model of a deployed sale may take from `load`, with `itemLocks`: `perPurchase` of units and
 * calls, and `totals.cancelled` and `totals.conflicts` by `atOnce` and `shards`. Rates and CPU times are those of one
 * machine: only their ratios between contenders mean something elsewhere.
 */
export const BenchReport = z.strictObject({
  version: z.literal(REPORT_VERSION),
  /** ISO 8601. */
  madeAt: z.iso.datetime(),
  quick: z.boolean(),
  machine: z.strictObject({
    cpu: z.string(),
    cores: z.int(),
    platform: z.string(),
    node: z.string(),
  }),
  load: z.array(LoadFigures),
  kills: z.array(KillFigures),
});
export type BenchReport = z.infer<typeof BenchReport>;

/** What the CPU of the others is compared with. */
export const COMPARED_WITH = 'willcall-10' satisfies ContenderId;

/** One figure for each contender is that of this many calls at once, or of the most that were measured. */
const COMPARED_AT_ONCE = 16;

export const chooseComparedAtOnce = (load: BenchReport['load']): number => {
  const steps = load.map(({ atOnce }) => atOnce);
  return steps.includes(COMPARED_AT_ONCE) ? COMPARED_AT_ONCE : Math.max(...steps);
};

/** Milliseconds of CPU in the worker's process: for a batch, whatever it contains, and for each decision in it. */
export type WorkerCpu = { readonly batchMs: number; readonly decisionMs: number };

const FULL_BATCH = 10;

/**
 * Separates the CPU of a batch from that of its decisions: it compares batches of one and of ten. The model of a
 * sale takes its constants from here. Undefined if the bench did not measure both.
 */
export function splitWorkerCpu(load: BenchReport['load']): WorkerCpu | undefined {
  const atOnce = chooseComparedAtOnce(load);
  const ofBatch = (id: ContenderId, size: number): number | undefined => {
    const figures = load.find(
      (one) => one.contender === id && one.atOnce === atOnce && one.itemLocks,
    );
    return figures && size * figures.perPurchase.sellersCpuMs;
  };
  const one = ofBatch('willcall-1', 1);
  const ten = ofBatch('willcall-10', FULL_BATCH);
  if (one === undefined || ten === undefined) return undefined;
  const decisionMs = (ten - one) / (FULL_BATCH - 1);
  return { batchMs: one - decisionMs, decisionMs };
}
