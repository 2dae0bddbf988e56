import { allRoutes } from '@willcall/contracts';
import { MAX_SHARDS } from '@willcall/domain';
import { eventSources } from '@willcall/topology';
import { describe, expect, it } from 'vitest';
import type { DeployedStage } from './stage-configuration.ts';
import { stageConfigurations } from './stages.ts';

/** API Gateway's limits for an account in a region: requests a second, and burst. */
const ACCOUNT_RATE = 10_000;
const ACCOUNT_BURST = 5_000;

const stages = Object.keys(stageConfigurations) as DeployedStage[];

describe.each(stages)('stage %s', (stage) => {
  const { throttles, concurrency, stockShardsMax, retention } = stageConfigurations[stage];

  it('throttles existing routes, within the limits of the account', () => {
    const known = allRoutes.map(({ key }) => key);
    expect(known).toEqual(expect.arrayContaining(Object.keys(throttles.routes)));
    const named = Object.values(throttles.routes).filter((each) => each !== undefined);
    for (const throttle of [throttles.default, ...named]) {
      expect(throttle.ratePerSecond).toBeLessThanOrEqual(ACCOUNT_RATE);
      expect(throttle.burst).toBeLessThanOrEqual(ACCOUNT_BURST);
      expect(throttle.burst).toBeGreaterThan(0);
    }
  });

  it('lets buyers read purchases at least as often as they make them', () => {
    const of = (route: keyof typeof throttles.routes) =>
      throttles.routes[route] ?? throttles.default;
    expect(of('GET /purchases/{purchaseId}').ratePerSecond).toBeGreaterThanOrEqual(
      of('POST /purchases').ratePerSecond,
    );
  });

  it('splits the stock in as many buckets as the domain knows, at most', () => {
    expect(stockShardsMax).toBeLessThanOrEqual(MAX_SHARDS);
    // The lowest maximum concurrency that Lambda accepts.
    expect(stockShardsMax).toBeGreaterThanOrEqual(2);
  });

  it('reserves an execution of the worker for each batch at once', () => {
    const [defined] = eventSources.filter((source) => source.function === 'worker');
    const batches = Math.min(stockShardsMax, defined?.maximumConcurrency ?? 0);
    expect(concurrency.reserved.worker ?? batches).toBeGreaterThanOrEqual(batches);
  });

  it('keeps failed batches for at least as long as a stream keeps its records', () => {
    expect(retention.failuresDays).toBeGreaterThanOrEqual(1);
  });
});
