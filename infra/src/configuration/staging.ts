import { prod } from './prod.ts';
import type { StageConfiguration } from './stage-configuration.ts';

/** As `prod`, so that what works here works there; smaller, and nobody is woken by it. */
export const staging: StageConfiguration = {
  ...prod,
  throttles: {
    default: { ratePerSecond: 200, burst: 400 },
    routes: {
      'POST /purchases': { ratePerSecond: 500, burst: 1_000 },
      'GET /purchases/{purchaseId}': { ratePerSecond: 1_000, burst: 2_000 },
    },
  },
  concurrency: { reserved: { worker: 16 } },
  stockBucketsMax: 16,
  retention: { logs: 30, archiveDays: 14, failuresDays: 30, replacedFlyersDays: 7 },
  protection: { ...prod.protection, warmThroughput: {} },
};
