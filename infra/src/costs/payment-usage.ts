import type { Usage } from './prices.ts';
import {
  assumed,
  BYTES_PER_GIGABYTE,
  counted,
  countMonths,
  FULL_BATCH,
  gigabyteSeconds,
  type Sale,
  WRITE_UNITS_PER_TALLY,
} from './usage.ts';

/**
 * The values of payments that `npm run cost` counts with the real functions. A test compares them, so they stay
 * current.
 */
export const countedOfPayments = {
  /** Write units for a full batch of ten that is held. Shows that are paid for keep ledgers. */
  writeUnitsPerHeldBatch: 44,
  /** Write units for a full batch of ten that is settled, from one stock shard. */
  writeUnitsPerSettledBatch: 44,
  /** Write units for `POST /v1/purchases/{id}/payment`: the intent, and the count of the call. */
  writeUnitsPerStart: 2,
  readUnitsPerStart: 1.5,
} as const;

/** Write units for the time at which the hold ends: to set it and to remove it, as `test/e2e` counts for reminders. */
const WRITE_UNITS_PER_DUE_PAYMENT = 2;

/** Write units that count the call by which a task reads the intent. */
const WRITE_UNITS_PER_CALL = 1;

/** Values that no local run can count. They are high estimates. */
const assumedOfPayments = {
  /** Milliseconds of a request to the payment provider, for which a function waits. */
  providerMs: 500,
  webhookMs: 30,
  /** Milliseconds of a batch of tasks besides its requests to the provider, which go side by side. */
  taskBatchMs: 200,
  /** Read units for a task: the purchase and a share of the show, read consistently. */
  readUnitsPerTask: 2,
  /** Custom metrics of payments, over all services. */
  metrics: 20,
  /** Bytes that the payment adds to a purchase. */
  storedBytes: 200,
} as const;

/** Requests of a buyer and of the provider for a payment: its start, its webhook, and the buyer's polls until it is settled. */
const REQUESTS_PER_PAYMENT = 2 + assumed.pollsPerPurchase;

/**
 * What payment adds to the usage of confirmed purchases of one ticket each: it is held, paid in time, and settled. What
 * the provider takes for itself is not in it.
 */
export const computePaymentUsage = ({ purchases, pace, hasDistribution }: Sale): Usage => {
  const batches = pace === 'rush' ? purchases / FULL_BATCH : purchases;
  const polls = purchases * assumed.pollsPerPurchase;
  const requests = purchases * REQUESTS_PER_PAYMENT;
  // The intent that is recorded and the settlement are two more changes in the streams.
  const announcements = 2 * batches;
  const tallies = pace === 'rush' ? (2 * purchases) / assumed.purchasesPerTally : 2 * purchases;
  const invocations = requests + batches + announcements + tallies;
  return {
    httpRequests: requests,
    ...(hasDistribution && { frontRequests: requests, firewallRequests: requests }),
    invocations,
    gigabyteSeconds:
      gigabyteSeconds('payments', purchases, assumedOfPayments.providerMs) +
      gigabyteSeconds('payments', purchases, assumedOfPayments.webhookMs) +
      gigabyteSeconds('purchases', polls, assumed.pollMs) +
      gigabyteSeconds(
        'payment-tasks',
        batches,
        assumedOfPayments.providerMs + assumedOfPayments.taskBatchMs,
      ) +
      gigabyteSeconds('stream', announcements, assumed.streamBatchMs) +
      gigabyteSeconds('tally', tallies, assumed.tallyBatchMs),
    // The webhook sends one message. A batch of tasks is received and deleted with one call each.
    queueCalls: purchases + 2 * batches,
    writeUnits:
      batches * countUnitsPerBatch(pace) +
      purchases *
        (countedOfPayments.writeUnitsPerStart +
          WRITE_UNITS_PER_DUE_PAYMENT +
          WRITE_UNITS_PER_CALL) +
      tallies * WRITE_UNITS_PER_TALLY,
    readUnits:
      polls * counted.readUnitsPerPoll +
      purchases * (countedOfPayments.readUnitsPerStart + assumedOfPayments.readUnitsPerTask),
    storedGigabytes: (purchases * assumedOfPayments.storedBytes) / BYTES_PER_GIGABYTE,
    // PurchaseHeld, before PurchaseConfirmed.
    events: purchases,
    loggedGigabytes: (invocations * assumed.logBytesPerInvocation) / BYTES_PER_GIGABYTE,
    metricMonths: assumedOfPayments.metrics * countMonths(pace),
    traces: requests * assumed.tracedShare,
  };
};

/** Write units of a ledger in a transaction. */
const WRITE_UNITS_PER_LEDGER = 2;

/** The write units that a batch takes more than one that is sold at once: ledgers while it is held, and all to settle it. */
const countUnitsPerBatch = (pace: Sale['pace']): number => {
  switch (pace) {
    case 'rush':
      return (
        countedOfPayments.writeUnitsPerHeldBatch -
        counted.writeUnitsPerFullBatch +
        countedOfPayments.writeUnitsPerSettledBatch
      );
    case 'quiet':
      return WRITE_UNITS_PER_LEDGER + counted.writeUnitsPerBatchOfOne + WRITE_UNITS_PER_LEDGER;
  }
};
