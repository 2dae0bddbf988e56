import { describe, expect, it } from 'vitest';
import { stageConfigurations } from '../configuration/stages.ts';
import { type DeployedLimits, findLimits } from '../model/deployed-limits.ts';
import type { Sale, SaleResult } from '../model/run-sale.ts';
import { type SimulatedSale, saleChecks } from './sale-checks.ts';

const configuration = stageConfigurations.prod;
const prod = findLimits(configuration, { region: 'eu-central-1' });

/** A sale that holds. */
const good: SaleResult = {
  shards: 64,
  ticketsSold: 10_000,
  confirmed: 10_000,
  answered: 100_000,
  refusedEarly: 0,
  soldOutAfter: 12,
  allAnsweredAfter: 61,
  wait: { p50: 0.1, p99: 0.9, most: 1.4 },
  timeToDecision: { p50: 0.03, p99: 0.7, most: 1.2 },
  throttledRequests: 0,
  transactions: 4_000,
  conflicts: 100,
  batches: 70_000,
  failures: 0,
  workerSeconds: 1_500,
  pollers: 64,
  longestQueue: 900,
  peakRequests: 1_667,
  peakPolls: 1_100,
  polls: 5_000,
  announcements: { ratePerSecond: 8_000, longestLag: 0, allAnnouncedAfter: 61 },
  tables: {
    stock: { reads: 9_000, writes: 8_000, peakReads: 11_000, peakWrites: 2_900, throttled: 0 },
  },
  bound: { untilSoldOut: [{ bottleneck: 'buyers', share: 1 }], afterwards: [] },
};

type Changes = {
  readonly result?: Partial<SaleResult>;
  readonly limits?: Partial<DeployedLimits>;
  readonly firewall?: SimulatedSale['configuration']['firewall'];
  readonly sale?: Partial<Sale>;
  readonly payments?: SimulatedSale['configuration']['payments'];
  readonly holdSeconds?: number;
};

const simulate = ({
  result,
  limits,
  firewall = configuration.firewall,
  sale,
  payments,
  holdSeconds,
}: Changes = {}): SimulatedSale => ({
  sale: {
    buyers: 100_000,
    tickets: 10_000,
    ticketsEach: 1,
    withinSeconds: 60,
    hasLimit: false,
    seed: 1,
    ...sale,
  },
  configuration: {
    ...(firewall === undefined ? {} : { firewall }),
    ...(payments === undefined ? {} : { payments }),
  },
  limits: { ...prod, ...limits },
  result: { ...good, ...result },
  ...(holdSeconds === undefined ? {} : { holdSeconds }),
});

const check = (changes: Changes = {}) => {
  const simulated = simulate(changes);
  return saleChecks.flatMap(({ find }) => find(simulated));
};

it('a sale that holds has no findings', () => {
  expect(check()).toEqual([]);
});

describe('a sale that does not hold', () => {
  const late = { p50: 20, p99: 45, most: 60 };
  const bound = (bottleneck: 'pollers' | 'workers' | 'shards' | 'table stock') => ({
    timeToDecision: late,
    bound: { untilSoldOut: [{ bottleneck, share: 0.9 }], afterwards: [] },
  });
  it.each<[string, Changes, RegExp]>([
    [
      'is above the throttle of the route',
      {
        result: { throttledRequests: 9, peakRequests: 3_333, wait: { p50: 1, p99: 88, most: 90 } },
      },
      /^Buyers ask 3,333 times a second at the peak, above the throttle of POST \/purchases \(2,000 requests\/s\): 1 % of them wait for more than 88 s\. Set throttles\.routes\['POST \/purchases'\] to 3,400 requests a second/,
    ],
    [
      "is above the account's quota of API Gateway",
      {
        result: { throttledRequests: 9, peakRequests: 16_667 },
        limits: { requestsPerSecond: 20_000, queueRate: 70_000 },
      },
      /above API Gateway's quota of the account \(10,000 requests\/s\).* --quota-code L-8A5B8E43 --desired-value 17000/,
    ],
    [
      'is above what the queue accepts in the region',
      {
        result: { throttledRequests: 9, peakRequests: 5_000 },
        limits: { requestsPerSecond: 6_000, queueRate: 2_400 },
      },
      /above the queue's quota in the region \(2,400 messages\/s\).* Sell in a region whose FIFO queues accept more/,
    ],
    [
      'needs more executions than the account has',
      { limits: { concurrency: 100 } },
      /^The sale needs 164 concurrent executions of Lambda, but the account has 100\. Request at least 164: .* L-B99A9384 --desired-value 164\.$/,
    ],
    [
      'starts with too few pollers',
      { result: bound('pollers') },
      /^1 % of the purchases are decided after more than 45 s, and 30 s are promised\. What binds: Lambda's pollers.* Set pollers to provisioned .* minimum of 7/,
    ],
    [
      'has too few workers',
      { result: bound('workers'), limits: { polling: { ...prod.polling, atMost: 16 } } },
      /What binds: the worker's batches at once \(16\)\. Raise stockShardsMax, .* above 16/,
    ],
    [
      'has too few shards for its workers',
      { result: { ...bound('shards'), shards: 2 } },
      /What binds: conflicts .* it has 2 shards for up to 64 workers/,
    ],
    [
      'reads more than a table serves',
      {
        result: {
          tables: {
            stock: { reads: 9, writes: 9, peakReads: 22_000, peakWrites: 2_900, throttled: 71 },
          },
        },
      },
      /^DynamoDB refuses 71 calls, after 22,000 read .* Set protection\.warmThroughput of stock to 28,000 read and 4,000 write units a second, a day before\.$/,
    ],
    [
      'makes buyers look more often than the route admits',
      { limits: { pollsPerSecond: 1_000 } },
      /^Waiting buyers look 1,100 times a second at the peak, .* admits 1,000\. Set its throttle to 1,100/,
    ],
    [
      'makes a buyer send more requests than the firewall admits',
      {
        result: { wait: { p50: 200, p99: 280, most: 300 } },
        firewall: { perAddress: 100, perToken: 50 },
      },
      /^A buyer sends up to 64 requests in five minutes, but the firewall admits 50 of a token and 100 of an address/,
    ],
  ])('%s', (_, changes, sentence) => {
    const found = check(changes);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(sentence);
  });
});

describe('a sale that is paid', () => {
  const live = { mode: 'live' } as const;
  const stated = (changes: Changes) => saleChecks.map(({ states }) => states(simulate(changes)));

  it('holds if all buyers can start to pay while their tickets are held', () => {
    const changes = { payments: live, holdSeconds: 600 };
    expect(check(changes)).toEqual([]);
    // 60 % of 100 requests a second would be 60, but one operation has 25.
    expect(stated(changes)).toContain(
      '10,000 buyers can start to pay within 400 s (25 a second), and their tickets are held for 600 s',
    );
  });

  it('is at the share of the account in test mode', () => {
    const changes = { payments: { mode: 'test' }, holdSeconds: 3_600 } as const;
    expect(stated(changes).at(-1)).toMatch(/within 667 s \(15 a second\)/);
  });

  it.each<[string, Changes, RegExp]>([
    [
      'needs longer holds',
      { payments: live, holdSeconds: 300 },
      /^The payment provider lets 25 buyers start to pay in a second, so 10,000 purchases need 400 s, but their tickets are held for 300 s: .* Set holdSeconds of the show to at least 400, or ask Stripe for 56 requests a second,/,
    ],
    [
      'needs longer holds than a show can have',
      { payments: live, holdSeconds: 3_600, sale: { tickets: 100_000 } },
      /100,000 purchases need 4,000 s, .* No show can hold tickets for that long\. Ask Stripe for 47 requests a second,/,
    ],
    [
      'is on a stage that takes no payments',
      { holdSeconds: 600 },
      /^The stage takes no payments, .* Set payments of the stage in infra\/src\/configuration\/stages\.ts\.$/,
    ],
  ])('%s: one sentence says what to do', (_, changes, sentence) => {
    expect(check(changes)).toEqual([expect.stringMatching(sentence)]);
  });

  it('counts purchases, not tickets, and no more than its buyers want', () => {
    const each = { payments: live, holdSeconds: 300, sale: { ticketsEach: 2 } };
    expect(check(each)).toEqual([]);
    expect(stated({ ...each, sale: { buyers: 100 } }).at(-1)).toMatch(
      /^100 buyers can start to pay within 4 s/,
    );
  });

  it('has the rate that Stripe has agreed to', () => {
    const agreed = { mode: 'live', callsPerSecond: 500 } as const;
    expect(check({ payments: agreed, holdSeconds: 300, sale: { tickets: 90_000 } })).toEqual([]);
  });
});
