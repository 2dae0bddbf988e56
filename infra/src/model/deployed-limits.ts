import { countShards } from '@willcall/domain';
import { eventSources } from '@willcall/topology';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import { findAnnouncementRate } from './announcements.ts';
import { constants, fifoRate } from './constants.ts';
import type { Polling } from './simulated-workers.ts';
import type { TableRates } from './throughput.ts';

/** What limits a sale in a stage: its configuration, and the quotas of its account. */
export type DeployedLimits = {
  /** `POST /purchases`: requests a second, and at once. */
  readonly requestsPerSecond: number;
  readonly burst: number;
  /** `GET /purchases/{purchaseId}`: requests a second. */
  readonly pollsPerSecond: number;
  /** Requests a second of all routes, by the account's quota. */
  readonly gatewayRate: number;
  /** Concurrent executions of all functions, by the account's quota. */
  readonly concurrency: number;
  readonly polling: Polling;
  readonly stockShardsMax: number;
  readonly tableRates: TableRates;
  /** Messages a second that the queue accepts. */
  readonly queueRate: number;
  /** Decisions a second that become events. */
  readonly announcementRate: number;
};

/** What an account allows. Default: AWS's default quotas. */
export type AccountLimits = Partial<Pick<DeployedLimits, 'gatewayRate' | 'concurrency'>> & {
  readonly region: string;
  /** The warm throughput of tables, as DynamoDB says. Default: as configured. */
  readonly tableRates?: TableRates;
};

/** The limits of a stage with a configuration, in an account. */
export function findLimits(
  { throttles, concurrency, pollers, stockShardsMax, protection }: StageConfiguration,
  { region, gatewayRate, concurrency: executions, tableRates }: AccountLimits,
): DeployedLimits {
  const [source] = eventSources.filter((each) => each.function === 'worker');
  const reserved = concurrency.reserved.worker ?? Number.POSITIVE_INFINITY;
  const post = throttles.routes['POST /purchases'] ?? throttles.default;
  const get = throttles.routes['GET /purchases/{purchaseId}'] ?? throttles.default;
  const rates = { ...protection.warmThroughput, ...tableRates };
  return {
    requestsPerSecond: post.ratePerSecond,
    burst: post.burst,
    pollsPerSecond: get.ratePerSecond,
    gatewayRate: gatewayRate ?? constants.gatewayRate.value,
    concurrency: executions ?? constants.accountConcurrency.value,
    polling:
      pollers.kind === 'provisioned'
        ? {
            atFirst: pollers.minimum * constants.invocationsPerPoller.value,
            addedPerMinute: constants.provisionedPerMinute.value,
            atMost: Math.min(reserved, pollers.maximum * constants.invocationsPerPoller.value),
          }
        : {
            atFirst: constants.pollersAtFirst.value,
            addedPerMinute: constants.pollersPerMinute.value,
            atMost: Math.min(
              reserved,
              stockShardsMax,
              source?.maximumConcurrency ?? constants.pollersAtMost.value,
            ),
          },
    stockShardsMax,
    tableRates: rates,
    queueRate: fifoRate(region),
    announcementRate: findAnnouncementRate(rates, region),
  };
}

/** What admits buyers: the lowest of these binds. */
export type Admission = 'throttle' | 'gateway' | 'accept' | 'queue';

/** Requests a second that each of the limits admits, before a buyer is in the queue. */
export function findAdmission(limits: DeployedLimits): Readonly<Record<Admission, number>> {
  const forAccept = limits.concurrency - limits.polling.atMost;
  return {
    throttle: limits.requestsPerSecond,
    gateway: limits.gatewayRate,
    accept: (Math.max(0, forAccept) * 1_000) / constants.acceptMs.value,
    queue: limits.queueRate,
  };
}

/** The stock shards that a new show of this size has in the stage. */
export const findShards = (tickets: number, { stockShardsMax }: DeployedLimits): number =>
  countShards(tickets, stockShardsMax);
