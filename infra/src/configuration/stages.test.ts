import { allRoutes } from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import { eventSources } from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import type { DeployedStage } from './stage-configuration.ts';
import { stageConfigurations } from './stages.ts';

/** Requests a second of an account in a region, and its burst: API Gateway's own limits. */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;

const stages = Object.keys(stageConfigurations) as DeployedStage[];

describe.each(stages)('stage %s', (stage) => {
  const { throttles, concurrency, stockShardsMax, retention } = stageConfigurations[stage];

  it('throttles routes that there are, below what the account may', () => {
    const known = allRoutes.map(({ key }) => key);
    expect(known).toEqual(expect.arrayContaining(Object.keys(throttles.routes)));
    const named = Object.values(throttles.routes).filter((each) => each !== undefined);
    for (const throttle of [throttles.default, ...named]) {
      expect(throttle.ratePerSecond).toBeLessThanOrEqual(ACCOUNT_RATE);
      expect(throttle.burst).toBeLessThanOrEqual(ACCOUNT_BURST);
      expect(throttle.burst).toBeGreaterThan(0);
    }
  });

  it('lets buyers look at their purchases no less often than they make them', () => {
    const of = (route: keyof typeof throttles.routes) =>
      throttles.routes[route] ?? throttles.default;
    expect(of('GET /purchases/{purchaseId}').ratePerSecond).toBeGreaterThanOrEqual(
      of('POST /purchases').ratePerSecond,
    );
  });

  it('splits the stock in as many buckets as the domain knows, at most', () => {
    expect(stockShardsMax).toBeLessThanOrEqual(MAX_SHARDS);
    // Lambda takes no lower maximum concurrency.
    expect(stockShardsMax).toBeGreaterThanOrEqual(2);
  });

  it('sets no fewer executions aside for the worker than batches may be under way', () => {
    const [defined] = eventSources.filter((source) => source.function === 'worker');
    const batches = Math.min(stockShardsMax, defined?.maximumConcurrency ?? 0);
    expect(concurrency.reserved.worker ?? batches).toBeGreaterThanOrEqual(batches);
  });

  it('keeps what failed for at least as long as a stream would have', () => {
    expect(retention.failuresDays).toBeGreaterThanOrEqual(1);
  });
});
