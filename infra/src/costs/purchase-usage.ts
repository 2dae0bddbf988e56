import { functions } from '@willcall/topology';
import { assumed } from './assumptions.ts';
import { counted, FULL_BATCH, WRITE_UNITS_PER_REMINDER } from './counted-units.ts';
import type { Usage } from './prices.ts';

/** How purchases come: in a rush, so that every batch is full, or one by one over a month. */
export type Pace = 'rush' | 'quiet';

export type Sale = {
  readonly purchases: number;
  readonly pace: Pace;
  /** Whether CloudFront and WAF stand before the API. */
  readonly hasFront: boolean;
};

const MEGABYTES_PER_GIGABYTE = 1_024;
const MS_PER_SECOND = 1_000;
const BYTES_PER_GIGABYTE = 1e9;
/** AWS's own month. */
export const HOURS_PER_MONTH = 730;

/** What confirmed purchases of one ticket each use, with an event and a reminder for each. */
export const purchaseUsage = ({ purchases, pace, hasFront }: Sale): Usage => {
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
    ...(hasFront && { frontRequests: requests, firewallRequests: requests }),
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

/** What so many invocations of a function cost in memory and time. */
export const gigabyteSeconds = (
  id: keyof typeof functions,
  invocations: number,
  ms: number,
): number =>
  (invocations * ms * functions[id].memoryMegabytes) / MS_PER_SECOND / MEGABYTES_PER_GIGABYTE;
