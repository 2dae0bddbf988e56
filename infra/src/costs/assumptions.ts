/** What no local run can count. Each is on the high side; the largest lines do not rest on them. */
export const assumed = {
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
