import {
  eventSources,
  type FunctionId,
  functions,
  type QueueEventSource,
  type ScheduleDefinition,
  schedules,
} from '@willcall/topology';
import { hasFunction } from '../configuration/payments-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import type { Usage } from './prices.ts';

/**
 * The values that `npm run cost` counts with the real functions. A test compares them, so they stay
 * current.
 */
export const counted = {
  /** SQS calls for one `POST /v1/purchases`. */
  sendsPerPost: 1,
  /** Read units for one read of a purchase. */
  readUnitsPerPoll: 0.5,
  /** Write units for a full batch of ten, for ten buyers of a show without limits. */
  writeUnitsPerFullBatch: 24,
  /** Write units for a batch of one. */
  writeUnitsPerBatchOfOne: 6,
} as const;

/** The maximum batch size of a FIFO queue. */
export const FULL_BATCH = 10;

/** One to set the reminder and one to fire it, as `test/e2e/announce-*.test.ts` count. */
export const WRITE_UNITS_PER_REMINDER = 2;

/** One item for what a batch of the stream decided for a show, as `npm run cost` counts. */
export const WRITE_UNITS_PER_TALLY = 1;

/** Values that no local run can count. They are high estimates. The largest costs do not use them. */
export const assumed = {
  /** Polls of a purchase until it is decided. `Retry-After` requests one a second. */
  pollsPerPurchase: 2,
  /** Milliseconds that a warm function runs. */
  acceptMs: 30,
  pollMs: 20,
  workerBatchMs: 100,
  streamBatchMs: 100,
  tallyBatchMs: 50,
  /** In a rush. A shard is counted once a second, and a million purchases in an hour are 278 a second on 1 to 4 shards. */
  purchasesPerTally: 50,
  /** Milliseconds of a sweep or job run that finds nothing. */
  idleTurnMs: 50,
  /** Read units for a batch: the show once, and the queue's pulse. */
  readUnitsPerBatch: 2,
  /** Read units for an idle sweep: its position, and the list of due minutes. */
  readUnitsPerIdleTurn: 2,
  /** Bytes of log for each invocation: its own line, metrics, and Lambda's three lines. */
  logBytesPerInvocation: 1_500,
  /** Custom metrics that an idle stage publishes: one by the sweep, and one by the audit. */
  metricsAtRest: 2,
  /** Custom metrics that payments publish at rest: three by their sweep, and one by the reconciliation. */
  paymentMetricsAtRest: 4,
  /** Custom metrics of a sale with refusals, cancellations and reminders, over all services. */
  metricsOfSale: 40,
  /** A million purchases in a rush take an hour. Their reminders are spread over more hours. */
  hoursOfRush: 24,
  /**
   * The share of requests that X-Ray records after the first request of each second.
   * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
   */
  tracedShare: 0.05,
  /** Files of the page that a first visit loads: the index, its script and styles, the icon, and the configuration. */
  filesPerVisit: 5,
  /** Bytes of them, compressed. A test holds the page to it. */
  bytesPerVisit: 60 * 1_024,
  /** Files that CloudFront asks the bucket for each time: the index and the configuration. */
  uncachedFilesPerVisit: 2,
  /** Bytes of a purchase with its index and reminder entries. */
  storedBytesPerPurchase: 1_200,
  /**
   * Receive calls a minute on an empty queue. Lambda has five pollers that wait for 20 seconds.
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  emptyReceivesPerMinute: 15,
} as const;

const MEGABYTES_PER_GIGABYTE = 1_024;
const MS_PER_SECOND = 1_000;
export const BYTES_PER_GIGABYTE = 1e9;
/** The month that AWS uses in its prices. */
export const HOURS_PER_MONTH = 730;
const MINUTES_PER_MONTH = HOURS_PER_MONTH * 60;

export type Sale = {
  readonly purchases: number;
  /** In a rush, every batch is full. Otherwise, purchases come one by one over a month. */
  readonly pace: 'rush' | 'quiet';
  /** Whether requests pass CloudFront and WAF. */
  readonly hasDistribution: boolean;
};

/** The months in which a sale publishes its metrics. */
export const countMonths = (pace: Sale['pace']): number =>
  pace === 'rush' ? assumed.hoursOfRush / HOURS_PER_MONTH : 1;

/** The usage of confirmed purchases of one ticket each, with an event and a reminder for each. */
export const computePurchaseUsage = ({ purchases, pace, hasDistribution }: Sale): Usage => {
  const batches = pace === 'rush' ? purchases / FULL_BATCH : purchases;
  const unitsPerBatch =
    pace === 'rush' ? counted.writeUnitsPerFullBatch : counted.writeUnitsPerBatchOfOne;
  const polls = purchases * assumed.pollsPerPurchase;
  const requests = purchases + polls;
  // The stream is invoked once for a batch of decisions and once for a batch of fired reminders.
  const announcements = 2 * batches;
  const tallies = pace === 'rush' ? purchases / assumed.purchasesPerTally : purchases;
  const invocations = requests + batches + announcements + tallies;
  return {
    httpRequests: requests,
    ...(hasDistribution && { frontRequests: requests, firewallRequests: requests }),
    invocations,
    gigabyteSeconds:
      gigabyteSeconds('accept', purchases, assumed.acceptMs) +
      gigabyteSeconds('purchases', polls, assumed.pollMs) +
      gigabyteSeconds('worker', batches, assumed.workerBatchMs) +
      gigabyteSeconds('stream', announcements, assumed.streamBatchMs) +
      gigabyteSeconds('tally', tallies, assumed.tallyBatchMs),
    // Each message is sent once. A batch is received and deleted with one call each.
    queueCalls: purchases * counted.sendsPerPost + 2 * batches,
    writeUnits:
      batches * unitsPerBatch +
      purchases * WRITE_UNITS_PER_REMINDER +
      tallies * WRITE_UNITS_PER_TALLY,
    readUnits: polls * counted.readUnitsPerPoll + batches * assumed.readUnitsPerBatch,
    storedGigabytes: (purchases * assumed.storedBytesPerPurchase) / BYTES_PER_GIGABYTE,
    // One for the decision and one for the reminder.
    events: 2 * purchases,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths: assumed.metricsOfSale * countMonths(pace),
    traces: requests * assumed.tracedShare,
  };
};

/** The usage of first visits to the page. What the page then asks the API is in the usage of purchases. */
export const computeVisitUsage = (visits: number, { hasFirewall = false } = {}): Usage => {
  const requests = visits * assumed.filesPerVisit;
  return {
    frontRequests: requests,
    ...(hasFirewall && { firewallRequests: requests }),
    viewerFunctions: requests,
    sentGigabytes: (visits * assumed.bytesPerVisit) / BYTES_PER_GIGABYTE,
    objectReads: visits * assumed.uncachedFilesPerVisit,
  };
};

/** The usage of a stage in an idle month: schedules, their metrics, and polls of empty queues. */
export const computeIdleUsage = (
  configuration: Pick<StageConfiguration, 'payments'>,
  clock: readonly ScheduleDefinition[] = schedules,
  queues: readonly QueueEventSource[] = eventSources,
): Usage => {
  const isInvoked = ({ function: id }: { readonly function: FunctionId }) =>
    hasFunction(configuration, id);
  const turns = clock.filter(isInvoked).map(({ function: id, everyMinutes }) => ({
    id,
    count: MINUTES_PER_MONTH / everyMinutes,
  }));
  const invocations = turns.reduce((sum, { count }) => sum + count, 0);
  return {
    invocations,
    gigabyteSeconds: turns.reduce(
      (sum, { id, count }) => sum + gigabyteSeconds(id, count, assumed.idleTurnMs),
      0,
    ),
    queueCalls:
      queues.filter(isInvoked).length * assumed.emptyReceivesPerMinute * MINUTES_PER_MONTH,
    readUnits: invocations * assumed.readUnitsPerIdleTurn,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths:
      assumed.metricsAtRest +
      (configuration.payments === undefined ? 0 : assumed.paymentMetricsAtRest),
  };
};

/** The gigabyte-seconds that a function's invocations use. */
export const gigabyteSeconds = (
  id: keyof typeof functions,
  invocations: number,
  ms: number,
): number =>
  (invocations * ms * functions[id].memoryMegabytes) / MS_PER_SECOND / MEGABYTES_PER_GIGABYTE;
