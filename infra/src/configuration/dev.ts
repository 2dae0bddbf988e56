import type { StageConfiguration } from './stage-configuration.ts';

/** For trying things out: nothing in it has a price while nobody uses it. */
export const dev: StageConfiguration = {
  // One person and a small load test; a mistake in a loop stays cheap.
  throttles: {
    default: { ratePerSecond: 50, burst: 100 },
    routes: {
      'POST /purchases': { ratePerSecond: 100, burst: 200 },
      'GET /purchases/{purchaseId}': { ratePerSecond: 200, burst: 400 },
    },
  },
  // A young account has too few executions to set any aside.
  concurrency: { reserved: {} },
  pollers: { kind: 'maximum-concurrency' },
  stockBucketsMax: 8,
  retention: { logs: 7, archiveDays: 7, failuresDays: 14, replacedFlyersDays: 1 },
  keys: { kind: 'aws' },
  purchaseIdKeys: { kind: 'environment' },
  protection: {
    pointInTimeRecovery: false,
    deletionProtection: false,
    data: 'destroy',
    warmThroughput: {},
  },
  alarms: { kind: 'none' },
  deployment: 'all-at-once',
  edge: 'deployed',
  identity: { kind: 'cognito' },
  browserOrigins: ['http://localhost:5173'],
};
