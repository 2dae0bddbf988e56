import type { DynamoDBRecord } from 'aws-lambda';

/**
 * How a failed batch is handled, with the option names of Lambda's event source mapping.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html
 */
export type RetryPolicy = {
  /** Splits a failed batch in two, and retries each half. A split does not count as a retry. */
  readonly bisectBatchOnFunctionError: boolean;
  /** -1: until the record expires. */
  readonly maximumRetryAttempts: number;
  /** -1: until the record expires, after one day. */
  readonly maximumRecordAgeSeconds: number;
  readonly reportBatchItemFailures: boolean;
};

/** The defaults of Lambda. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  bisectBatchOnFunctionError: false,
  maximumRetryAttempts: -1,
  maximumRecordAgeSeconds: -1,
  reportBatchItemFailures: false,
};

export const hasRetriesLeft = (
  { maximumRetryAttempts: most }: RetryPolicy,
  invocations: number,
): boolean => most < 0 || invocations <= most;

/** AWS does not document its backoff. */
const INITIAL_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;

/** How long to wait after the nth failed invocation. */
export const retryBackoffMs = (invocations: number): number =>
  Math.min(MAX_BACKOFF_MS, INITIAL_BACKOFF_MS * 2 ** (invocations - 1));

/** A stream keeps its records for one day. */
const RETENTION_SECONDS = 24 * 60 * 60;

/**
 * DynamoDB Local rounds the time of a change down to the minute, AWS to the second. A change can be
 * younger than its timestamp by this much, and must still get its retries.
 */
const LOCAL_ROUNDING_SECONDS = 60;

const MS_PER_SECOND = 1_000;

/** Counts the records at the head of a batch that are too old to retry. */
export const countTooOld = (
  { maximumRecordAgeSeconds: most }: RetryPolicy,
  records: readonly DynamoDBRecord[],
  nowMs: number,
): number => {
  const oldestSeconds = most < 0 ? RETENTION_SECONDS : Math.min(most, RETENTION_SECONDS);
  const limit = nowMs / MS_PER_SECOND - oldestSeconds - LOCAL_ROUNDING_SECONDS;
  const young = records.findIndex(
    ({ dynamodb }) => (dynamodb?.ApproximateCreationDateTime ?? limit) >= limit,
  );
  return young === -1 ? records.length : young;
};
