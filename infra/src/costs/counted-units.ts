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
export const WRITE_UNITS_PER_REMINDER = 2;
