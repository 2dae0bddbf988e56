import type { LocalEndpoints } from '@willcall/localstack';
import type { Contender } from '../contenders/contender.ts';
import { openPlace } from '../contenders/open-place.ts';
import type { LoadFigures } from '../report/bench-report.ts';
import { startCpuClock } from './cpu-time.ts';
import { createItemLocks } from './item-locks.ts';
import { runSellers } from './run-sellers.ts';
import { createUnitCounter } from './unit-counter.ts';

export type LoadOptions = {
  /** Calls in flight: how many sellers sell at the same time. */
  readonly atOnce: number;
  readonly purchases: number;
  /** Calls that each seller has made before anything is measured: its connections are open, and it has settled. */
  readonly callsBefore: number;
  /** Whether transactions conflict as on AWS. */
  readonly itemLocks: boolean;
  readonly dynamodbPid?: number | undefined;
  readonly signal?: AbortSignal;
};

/** More tickets than buyers, so that no shard runs out. The end of a sale is measured with the kills. */
const TICKETS_PER_BUYER = 10;

/** Sells one show under load, and measures what it takes. */
export async function measureLoad(
  aws: LocalEndpoints,
  contender: Contender,
  { atOnce, purchases, callsBefore, itemLocks, dynamodbPid, signal }: LoadOptions,
): Promise<LoadFigures> {
  const { batch } = contender;
  const early = callsBefore * atOnce * batch;
  const buyers = early + purchases;
  const { place, records, count } = await openPlace(aws, contender, {
    tickets: TICKETS_PER_BUYER * buyers,
    buyers,
    sellers: atOnce,
  });
  const units = createUnitCounter();
  const locks = itemLocks ? createItemLocks(aws) : undefined;
  // The counter is nearer to the caller, so that it counts what the locks refuse.
  const plugins = [units.plugin, ...(locks === undefined ? [] : [locks.plugin])];
  const sellers = Array.from({ length: atOnce }, () => contender.open(place, plugins));
  try {
    const run = { batch, ...(signal === undefined ? {} : { signal }) };
    await runSellers(sellers, records.slice(0, early), run);
    units.reset();
    const readCpu = startCpuClock(dynamodbPid);
    const began = performance.now();
    await runSellers(sellers, records.slice(early), run);
    const seconds = (performance.now() - began) / MS_PER_SECOND;
    const cpu = readCpu();
    const totals = units.totals();
    const { held, oversold, lost } = await count();
    return {
      contender: contender.id,
      atOnce,
      shards: place.buckets,
      itemLocks,
      purchases,
      sold: held,
      early,
      wrong: oversold + lost,
      seconds,
      perSecond: purchases / seconds,
      perPurchase: {
        sellersCpuMs: cpu.sellersMs / purchases,
        dynamodbCpuMs: cpu.dynamodbMs === null ? null : cpu.dynamodbMs / purchases,
        writeUnits: totals.writeUnits / purchases,
        readUnits: totals.readUnits / purchases,
        calls: totals.calls / purchases,
        conflicts: totals.conflicts / purchases,
      },
      totals,
    };
  } finally {
    locks?.close();
  }
}

const MS_PER_SECOND = 1_000;
