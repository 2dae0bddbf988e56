import { MAX_BUCKETS } from '@willcall/domain';
import type { StageConfiguration } from './stage-configuration.ts';

/**
 * The rates of an on-sale that the warm tables below can serve at once: 2,000 purchases a second,
 * each looked at about three times while it waits. The account's own limit is 10,000 a second.
 * Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const PURCHASES_PER_SECOND = 2_000;
const LOOKS_PER_SECOND = 3 * PURCHASES_PER_SECOND;

/** As many batches at once as a show can have stock buckets. */
const BATCHES_AT_ONCE = MAX_BUCKETS;

/** Write units of a purchase with its share of the stock and a ledger, in a transaction: 2 each. */
const UNITS_PER_PURCHASE = 4;

export const prod: StageConfiguration = {
  throttles: {
    default: { ratePerSecond: 500, burst: 1_000 },
    routes: {
      'POST /purchases': { ratePerSecond: PURCHASES_PER_SECOND, burst: 4_000 },
      'GET /purchases/{purchaseId}': { ratePerSecond: LOOKS_PER_SECOND, burst: 5_000 },
      'GET /shows/{showId}': { ratePerSecond: 1_000, burst: 2_000 },
    },
  },
  // Whatever else is busy, purchases go on being decided.
  concurrency: { reserved: { worker: BATCHES_AT_ONCE } },
  pollers: { kind: 'maximum-concurrency' },
  stockBucketsMax: BATCHES_AT_ONCE,
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
