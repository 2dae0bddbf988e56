import type { DynamoDBRecord } from 'aws-lambda';
import type { RetryPolicy } from './retry-policy.ts';

/** A stream keeps its records for a day. */
const RETENTION_SECONDS = 24 * 60 * 60;

/**
 * DynamoDB Local rounds the time of a change down to the minute, AWS to the second: a change may be
 * this much younger than it says, which must not cost it its retries.
 */
const LOCAL_ROUNDING_SECONDS = 60;

const MS_PER_SECOND = 1_000;

/** How many records at the head of a batch are too old to be tried any more. */
export const tooOldAtHead = (
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
