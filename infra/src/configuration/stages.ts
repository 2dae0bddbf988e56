import { MAX_SHARDS } from '@willcall/domain';
import type { DeployedStage, StageConfiguration, Throttle } from './stage-configuration.ts';

/** For experiments. While it is idle, it costs about $1.50 a month (`npm run bill`). */
export const dev: StageConfiguration = {
  // Enough for one person and a small load test. A runaway loop stays cheap.
  throttles: {
    default: { ratePerSecond: 50, burst: 100 },
    routes: {
      'POST /purchases': { ratePerSecond: 100, burst: 200 },
      'GET /purchases/{purchaseId}': { ratePerSecond: 200, burst: 400 },
    },
  },
  // A new account has too few concurrent executions to reserve any.
  concurrency: { reserved: {} },
  pollers: { kind: 'maximum-concurrency' },
  stockShardsMax: 8,
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

/**
 * The rates of an on-sale that the warm tables below serve from the first second: 2,000 purchases a
 * second, each read about three times while it is pending. The account's limit is 10,000 a second.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const PURCHASES_PER_SECOND = 2_000;
const READS_PER_SECOND = 3 * PURCHASES_PER_SECOND;

/** One batch for each stock shard that a show can have. */
const BATCHES_AT_ONCE = MAX_SHARDS;

/** Write units of a purchase with its ledger: two items, and a transaction takes 2 units for each. */
const UNITS_PER_PURCHASE = 4;

/** Two webhooks for each call of the payment provider's default rate. It sends what is refused again. */
const WEBHOOKS: Throttle = { ratePerSecond: 200, burst: 400 };

const prod: StageConfiguration = {
  throttles: {
    default: { ratePerSecond: 500, burst: 1_000 },
    routes: {
      'POST /purchases': { ratePerSecond: PURCHASES_PER_SECOND, burst: 4_000 },
      'GET /purchases/{purchaseId}': { ratePerSecond: READS_PER_SECOND, burst: 5_000 },
      'GET /shows/{showId}': { ratePerSecond: 1_000, burst: 2_000 },
      'POST /payments/webhook': WEBHOOKS,
    },
  },
  // Purchases are decided even if other functions use up the account's concurrency.
  concurrency: { reserved: { worker: BATCHES_AT_ONCE } },
  pollers: { kind: 'maximum-concurrency' },
  stockShardsMax: BATCHES_AT_ONCE,
  retention: { logs: 90, archiveDays: 90, failuresDays: 90, replacedFlyersDays: 30 },
  keys: { kind: 'customer' },
  purchaseIdKeys: { kind: 'secret' },
  protection: {
    pointInTimeRecovery: true,
    deletionProtection: true,
    data: 'retain',
    warmThroughput: {
      purchases: {
        readUnitsPerSecond: 12_000,
        writeUnitsPerSecond: UNITS_PER_PURCHASE * PURCHASES_PER_SECOND,
      },
      // When a show sells out, each worker reads all shards for its batch: up to 22,000 units a second in
      // npm run model.
      stock: { readUnitsPerSecond: 28_000, writeUnitsPerSecond: 4_000 },
    },
  },
  alarms: { kind: 'alarms' },
  deployment: 'canary',
  edge: 'deployed',
  identity: { kind: 'cognito' },
  browserOrigins: [],
  firewall: { perAddress: 2_000, perToken: 600 },
};

/** Like `prod`, but smaller. What works here works in `prod`. */
const staging: StageConfiguration = {
  ...prod,
  throttles: {
    default: { ratePerSecond: 200, burst: 400 },
    routes: {
      'POST /purchases': { ratePerSecond: 500, burst: 1_000 },
      'GET /purchases/{purchaseId}': { ratePerSecond: 1_000, burst: 2_000 },
    },
  },
  concurrency: { reserved: { worker: 16 } },
  stockShardsMax: 16,
  retention: { logs: 30, archiveDays: 14, failuresDays: 30, replacedFlyersDays: 7 },
  protection: { ...prod.protection, warmThroughput: {} },
};

/** Like `dev`, for LocalStack. A secret costs nothing there, and using one tests the code that reads it. */
const localstack: StageConfiguration = {
  ...dev,
  edge: 'left-out',
  page: false,
  purchaseIdKeys: { kind: 'secret' },
};

/** The configuration of each stage. Stages differ in nothing else. */
export const stageConfigurations: Readonly<Record<DeployedStage, StageConfiguration>> = {
  dev,
  staging,
  prod,
  localstack,
};

/**
 * Parses the stage of `-c stage=…`.
 *
 * @throws Error that lists the stages, if the name is not one of them.
 */
export const parseStage = (named: unknown): DeployedStage => {
  const stages = Object.keys(stageConfigurations) as DeployedStage[];
  const stage = stages.find((each) => each === named);
  if (stage === undefined) throw new Error(`Name a stage: -c stage=${stages.join('|')}`);
  return stage;
};
