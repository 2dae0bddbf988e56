import { streamSources } from '@willcall/topology';
import { priceUsage, sumDollars, type Usage } from '../costs/prices.ts';
import {
  assumed,
  BYTES_PER_GIGABYTE,
  counted,
  gigabyteSeconds,
  HOURS_PER_MONTH,
  WRITE_UNITS_PER_REMINDER,
  WRITE_UNITS_PER_TALLY,
} from '../costs/usage.ts';
import type { SaleResult } from './run-sale.ts';

/** What a sale uses and costs, in US dollars at list prices without free tiers. */
export type SaleCost = {
  readonly usage: Usage;
  readonly dollarsByUnit: Readonly<Record<string, number>>;
  readonly dollars: number;
};

const MS_PER_SECOND = 1_000;

/**
 * Prices what a simulated sale used, as `npm run bill` does. Each confirmed purchase has an event and a
 * reminder, each refusal an event.
 *
 * @param hasDistribution whether requests pass CloudFront and WAF, also those that are answered with 429.
 */
export function priceSale(result: SaleResult, hasDistribution: boolean): SaleCost {
  const { answered, confirmed, refusedEarly, batches, polls, throttledRequests } = result;
  const decided = answered - refusedEarly;
  const requests = answered + polls;
  const [source] = streamSources.filter(({ name }) => name === 'purchases');
  const announcements = Math.ceil((decided + confirmed) / (source?.batchSize ?? 1));
  const tallies = Math.ceil(decided / assumed.purchasesPerTally);
  const invocations = requests + batches + announcements + tallies;
  const loads = Object.values(result.tables);
  const sum = (kind: 'reads' | 'writes') => loads.reduce((all, load) => all + load[kind], 0);
  const front = requests + throttledRequests;
  const usage: Usage = {
    httpRequests: requests,
    ...(hasDistribution && { frontRequests: front, firewallRequests: front }),
    invocations,
    gigabyteSeconds:
      gigabyteSeconds('accept', answered, assumed.acceptMs) +
      gigabyteSeconds('purchases', polls, assumed.pollMs) +
      gigabyteSeconds('worker', 1, result.workerSeconds * MS_PER_SECOND) +
      gigabyteSeconds('stream', announcements, assumed.streamBatchMs) +
      gigabyteSeconds('tally', tallies, assumed.tallyBatchMs),
    queueCalls: decided * counted.sendsPerPost + 2 * batches,
    writeUnits:
      sum('writes') + confirmed * WRITE_UNITS_PER_REMINDER + tallies * WRITE_UNITS_PER_TALLY,
    readUnits: sum('reads') + polls * counted.readUnitsPerPoll,
    storedGigabytes: (decided * assumed.storedBytesPerPurchase) / BYTES_PER_GIGABYTE,
    events: decided + confirmed,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths: assumed.metricsOfSale / HOURS_PER_MONTH,
    traces: requests * assumed.tracedShare,
  };
  const dollarsByUnit = priceUsage(usage);
  return { usage, dollarsByUnit, dollars: sumDollars(dollarsByUnit) };
}
