import { MAX_SHARDS } from '@willcall/domain';
import type { DeployedStage, StageConfiguration } from './stage-configuration.ts';

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
 * The rates of an on-sale that the warm tables below can serve at once: 2,000 purchases a second,
 * each looked at about three times while it waits. The account's own limit is 10,000 a second.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const PURCHASES_PER_SECOND = 2_000;
const READS_PER_SECOND = 3 * PURCHASES_PER_SECOND;

/** As many batches at once as a show can have stock buckets. */
const BATCHES_AT_ONCE = MAX_SHARDS;

/** Write units of a purchase with its share of the stock and a ledger, in a transaction: 2 each. */
const UNITS_PER_PURCHASE = 4;

const prod: StageConfiguration = {
  throttles: {
    default: { ratePerSecond: 500, burst: 1_000 },
    routes: {
      'POST /purchases': { ratePerSecond: PURCHASES_PER_SECOND, burst: 4_000 },
      'GET /purchases/{purchaseId}': { ratePerSecond: READS_PER_SECOND, burst: 5_000 },
      'GET /shows/{showId}': { ratePerSecond: 1_000, burst: 2_000 },
    },
  },
  // Whatever else is busy, purchases go on being decided.
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
    },
  },
  alarms: { kind: 'alarms' },
  deployment: 'canary',
  edge: 'deployed',
  identity: { kind: 'cognito' },
  browserOrigins: [],
  firewall: { perAddress: 2_000, perToken: 600 },
};

/** As `prod`, so that what works here works there; smaller, and nobody is woken by it. */
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

/** As `dev`, into LocalStack, where a secret costs nothing: so that the reader of it is tried too. */
const localstack: StageConfiguration = {
  ...dev,
  edge: 'left-out',
  purchaseIdKeys: { kind: 'secret' },
};

/** Each stage as it is deployed: the only place where stages differ. */
export const stageConfigurations: Readonly<Record<DeployedStage, StageConfiguration>> = {
  dev,
  staging,
  prod,
  localstack,
};

/**
 * The stage that `-c stage=…` names.
 *
 * @throws Error with a sentence that names the stages, when it is none of them.
 */
export const parseStage = (named: unknown): DeployedStage => {
  const stages = Object.keys(stageConfigurations) as DeployedStage[];
  const stage = stages.find((each) => each === named);
  if (stage === undefined) throw new Error(`Name a stage: -c stage=${stages.join('|')}`);
  return stage;
};
