import { type TableId, tables } from '@willcall/topology';
import type { Bottleneck } from './bottlenecks.ts';
import { constants } from './constants.ts';
import { type DeployedLimits, findAdmission } from './deployed-limits.ts';
import type { SaleResult } from './run-sale.ts';
import { rateOf } from './throughput.ts';

const format = (value: number): string => Math.ceil(value).toLocaleString('en');

/** Rounds up to a number that people set: 1,730 to 1,800. */
const roundUp = (value: number): number => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / step) * step;
};

/** The table of a bottleneck, if it is one. */
const tableOf = (bottleneck: Bottleneck): TableId | undefined =>
  (Object.keys(tables) as TableId[]).find((id) => bottleneck === `table ${id}`);

/** Names a bottleneck with its present limit, to complete the sentence "What binds: …". */
export function nameBottleneck(bottleneck: Bottleneck, limits: DeployedLimits): string {
  const { polling, tableRates } = limits;
  const table = tableOf(bottleneck);
  if (table !== undefined) {
    const { reads, writes } = rateOf(tableRates, table);
    return `the throughput of table ${table} (${format(reads)} read and ${format(writes)} write units/s, of one partition ${format(constants.partitionReads.value)} and ${format(constants.partitionWrites.value)})`;
  }
  switch (bottleneck) {
    case 'throttle':
      return `the throttle of POST /purchases (${format(limits.requestsPerSecond)} requests/s)`;
    case 'gateway':
      return `API Gateway's quota of the account (${format(limits.gatewayRate)} requests/s)`;
    case 'accept':
      return `Lambda's executions that are left for accept (${format(findAdmission(limits).accept)} requests/s)`;
    case 'queue':
      return `the queue's quota in the region (${format(limits.queueRate)} messages/s)`;
    case 'pollers':
      return `Lambda's pollers, which start with ${format(polling.atFirst)} batches at once and add ${format(polling.addedPerMinute)} a minute`;
    case 'workers':
      return `the worker's batches at once (${format(polling.atMost)})`;
    case 'shards':
      return 'conflicts between workers in the same stock shards';
    default:
      return 'nothing: buyers are answered as fast as they come';
  }
}

/** Says what to raise against a bottleneck, as a sentence. Undefined if nothing binds. */
export function adviseAgainst(
  bottleneck: Bottleneck,
  limits: DeployedLimits,
  result: SaleResult,
): string | undefined {
  const table = tableOf(bottleneck);
  if (table !== undefined) return adviseThroughput(table, limits, result);
  const requests = format(roundUp(result.peakRequests));
  switch (bottleneck) {
    case 'throttle':
      return `Set throttles.routes['POST /purchases'] to ${requests} requests a second, within the account's ${format(limits.gatewayRate)}, or let the buyers come over a longer time.`;
    case 'gateway':
      return `Request ${requests} requests a second for the account: aws service-quotas request-service-quota-increase --service-code apigateway --quota-code L-8A5B8E43 --desired-value ${roundUp(result.peakRequests)}. Or let the buyers come over a longer time.`;
    case 'accept':
      return `Request ${format(roundUp(limits.polling.atMost + (result.peakRequests * constants.acceptMs.value) / 1_000))} concurrent executions of Lambda for the account.`;
    case 'queue':
      return 'Sell in a region whose FIFO queues accept more, such as eu-west-1, or ask AWS to raise the quota.';
    case 'pollers':
      return `Set pollers to provisioned for the day of the sale, with a minimum of ${Math.max(2, Math.ceil(limits.polling.atMost / constants.invocationsPerPoller.value))}: ${format(limits.polling.atMost)} batches are then processed from the first second.`;
    case 'workers':
      return `Raise stockShardsMax, the worker's reserved concurrency and its maximumConcurrency in shared/topology above ${format(limits.polling.atMost)}, at most to 64 with one shard for each. With 64, another sale must wait for this one.`;
    case 'shards':
      return `Create the show with more tickets or a higher stockShardsMax: it has ${result.shards} shards for up to ${format(limits.polling.atMost)} workers. At the end of a sale, when shards are empty, this is normal.`;
    default:
      return undefined;
  }
}

function adviseThroughput(table: TableId, limits: DeployedLimits, { tables }: SaleResult): string {
  const { peakReads = 0, peakWrites = 0 } = tables[table] ?? {};
  const { reads, writes } = rateOf(limits.tableRates, table);
  const wanted = {
    reads: Math.max(reads, roundUp(peakReads * HEADROOM)),
    writes: Math.max(writes, roundUp(peakWrites * HEADROOM)),
  };
  return `Set protection.warmThroughput of ${table} to ${format(wanted.reads)} read and ${format(wanted.writes)} write units a second, a day before.`;
}

/** A throttled table shows less than what it would have served. */
const HEADROOM = 1.25;
