import {
  eventSources,
  functions,
  type QueueEventSource,
  type ScheduleDefinition,
  schedules,
} from '@willcall/topology';
import type { Usage } from './prices.ts';

/**
 * What `npm run cost` counts with the real functions; a test compares them, so that they cannot grow
 * stale.
 */
export const counted = {
  /** SQS calls of one `POST /v1/purchases`. */
  sendsPerPost: 1,
  /** Read units of one look at a purchase. */
  readUnitsPerPoll: 0.5,
  /** Write units of a full batch of ten, for ten buyers of a show without limits. */
  writeUnitsPerFullBatch: 22,
  /** Write units of a batch of one. */
  writeUnitsPerBatchOfOne: 4,
} as const;

/** The most messages that a FIFO queue hands to a function at once. */
export const FULL_BATCH = 10;

/** Write units of a reminder: one to set it, one to fire it; as `test/e2e/announce-*.test.ts` count. */
const WRITE_UNITS_PER_REMINDER = 2;

/** What no local run can count. Each is on the high side; the largest lines do not rest on them. */
const assumed = {
  /** Looks at a purchase until it is decided: `Retry-After` asks for one a second. */
  pollsPerPurchase: 2,
  /** Milliseconds that a function runs when it is warm. */
  acceptMs: 30,
  pollMs: 20,
  workerBatchMs: 100,
  streamBatchMs: 100,
  /** What an idle sweep, or turn of the jobs, takes to find nothing. */
  idleTurnMs: 50,
  /** Read units of a batch: the show once, and the queue's pulse. */
  readUnitsPerBatch: 2,
  /** Read units of an idle sweep: the lanes of the minutes that it looks at. */
  readUnitsPerIdleTurn: 8,
  /** Bytes of log for each invocation: its own line, metrics, and Lambda's three. */
  logBytesPerInvocation: 1_500,
  /** Metrics of our own that are published whether anybody comes or not: by the sweep, and by the audit. */
  metricsAtRest: 2,
  /** Those that a sale with refusals, cancellations and reminders publishes, over all services. */
  metricsOfSale: 40,
  /** A million purchases in a rush are over in an hour; their reminders are spread over more. */
  hoursOfRush: 24,
  /**
   * The share of requests that X-Ray records beyond the first of each second.
   * Source: https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
   */
  tracedShare: 0.05,
  /** Bytes of a purchase with its index and reminder entries. */
  storedBytesPerPurchase: 1_200,
  /**
   * Calls a minute with which Lambda looks at an empty queue: five pollers that wait for 20 seconds.
   * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  emptyReceivesPerMinute: 15,
} as const;

const MEGABYTES_PER_GIGABYTE = 1_024;
const MS_PER_SECOND = 1_000;
const BYTES_PER_GIGABYTE = 1e9;
/** AWS's own month. */
const HOURS_PER_MONTH = 730;
const MINUTES_PER_MONTH = HOURS_PER_MONTH * 60;

type Sale = {
  readonly purchases: number;
  /** In a rush, so that every batch is full, or one by one over a month. */
  readonly pace: 'rush' | 'quiet';
  /** Whether CloudFront and WAF stand before the API. */
  readonly hasDistribution: boolean;
};

/** What confirmed purchases of one ticket each use, with an event and a reminder for each. */
export const computePurchaseUsage = ({ purchases, pace, hasDistribution }: Sale): Usage => {
  const batches = pace === 'rush' ? purchases / FULL_BATCH : purchases;
  const unitsPerBatch =
    pace === 'rush' ? counted.writeUnitsPerFullBatch : counted.writeUnitsPerBatchOfOne;
  const polls = purchases * assumed.pollsPerPurchase;
  const requests = purchases + polls;
  // The decision, the reminder that is set, and the one that fires are each a change in a stream.
  const announcements = 2 * batches;
  const invocations = requests + batches + announcements;
  return {
    httpRequests: requests,
    ...(hasDistribution && { frontRequests: requests, firewallRequests: requests }),
    invocations,
    gigabyteSeconds:
      gigabyteSeconds('accept', purchases, assumed.acceptMs) +
      gigabyteSeconds('purchases', polls, assumed.pollMs) +
      gigabyteSeconds('worker', batches, assumed.workerBatchMs) +
      gigabyteSeconds('stream', announcements, assumed.streamBatchMs),
    // Sent once, and received and deleted by the batch.
    queueCalls: purchases * counted.sendsPerPost + 2 * batches,
    writeUnits: batches * unitsPerBatch + purchases * WRITE_UNITS_PER_REMINDER,
    readUnits: polls * counted.readUnitsPerPoll + batches * assumed.readUnitsPerBatch,
    storedGigabytes: (purchases * assumed.storedBytesPerPurchase) / BYTES_PER_GIGABYTE,
    // The decision, and the reminder.
    events: 2 * purchases,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths:
      assumed.metricsOfSale * (pace === 'rush' ? assumed.hoursOfRush / HOURS_PER_MONTH : 1),
    traces: requests * assumed.tracedShare,
  };
};

/** What a stage uses in a month in which nobody comes: its schedules with their metrics, and looks at empty queues. */
export const computeIdleUsage = (
  clock: readonly ScheduleDefinition[] = schedules,
  queues: readonly QueueEventSource[] = eventSources,
): Usage => {
  const turns = clock.map(({ function: id, everyMinutes }) => ({
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
    queueCalls: queues.length * assumed.emptyReceivesPerMinute * MINUTES_PER_MONTH,
    readUnits: invocations * assumed.readUnitsPerIdleTurn,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths: assumed.metricsAtRest,
  };
};

/** What so many invocations of a function cost in memory and time. */
const gigabyteSeconds = (id: keyof typeof functions, invocations: number, ms: number): number =>
  (invocations * ms * functions[id].memoryMegabytes) / MS_PER_SECOND / MEGABYTES_PER_GIGABYTE;
