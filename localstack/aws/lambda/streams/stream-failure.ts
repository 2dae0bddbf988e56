import { randomUUID } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import { LOCAL_REGION } from '../../clients/local-credentials.ts';
import { LOCAL_ACCOUNT } from '../lambda-context.ts';

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What Lambda writes to the S3 object of a mapping's on-failure destination. */
export type StreamFailure = {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailureCondition;
    readonly approximateInvokeCount: number;
  };
  /** Missing when the records grew too old before they were ever tried. */
  readonly responseContext?: {
    readonly statusCode: 200;
    readonly executedVersion: '$LATEST';
    readonly functionError?: 'Unhandled';
  };
  readonly version: '1.0';
  readonly timestamp: string;
  readonly DDBStreamBatchInfo: {
    readonly shardId: string;
    readonly startSequenceNumber: string;
    readonly endSequenceNumber: string;
    readonly approximateArrivalOfFirstRecord: string;
    readonly approximateArrivalOfLastRecord: string;
    readonly batchSize: number;
    readonly streamArn: string;
  };
  /** The whole event, `{"Records":[...]}`, as JSON: what makes a later replay possible. */
  readonly payload: string;
};

export type StreamFailureInput = {
  readonly functionName: string;
  readonly streamArn: string;
  readonly shardId: string;
  /** At least one. */
  readonly records: readonly DynamoDBRecord[];
  readonly condition: FailureCondition;
  readonly invocations: number;
  /** Threw or ran out of time, unlike an answer that reported failures. */
  readonly unhandled: boolean;
  readonly now: number;
};

/**
 * Describes records that are given up.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const streamFailure = (input: StreamFailureInput): StreamFailure => ({
  requestContext: {
    requestId: randomUUID(),
    functionArn: `arn:aws:lambda:${LOCAL_REGION}:${LOCAL_ACCOUNT}:function:${input.functionName}`,
    condition: input.condition,
    approximateInvokeCount: input.invocations,
  },
  ...(input.invocations > 0 && {
    responseContext: {
      statusCode: 200,
      executedVersion: '$LATEST',
      ...(input.unhandled && { functionError: 'Unhandled' }),
    },
  }),
  version: '1.0',
  timestamp: new Date(input.now).toISOString(),
  DDBStreamBatchInfo: {
    shardId: input.shardId,
    startSequenceNumber: input.records.at(0)?.dynamodb?.SequenceNumber ?? '',
    endSequenceNumber: input.records.at(-1)?.dynamodb?.SequenceNumber ?? '',
    approximateArrivalOfFirstRecord: arrival(input.records.at(0)),
    approximateArrivalOfLastRecord: arrival(input.records.at(-1)),
    batchSize: input.records.length,
    streamArn: input.streamArn,
  },
  payload: JSON.stringify({ Records: input.records }),
});

const MS_PER_SECOND = 1_000;

/** To the second, and written without its fraction. */
const arrival = (record: DynamoDBRecord | undefined): string => {
  const seconds = record?.dynamodb?.ApproximateCreationDateTime ?? 0;
  return new Date(seconds * MS_PER_SECOND).toISOString().replace('.000Z', 'Z');
};
