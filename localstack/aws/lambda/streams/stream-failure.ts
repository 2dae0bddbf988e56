import { randomUUID } from 'node:crypto';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBRecord } from 'aws-lambda';
import { functionArn } from '../../local-account.ts';
import { sequenceNumberOf } from './stream-record.ts';

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What Lambda writes to the S3 object of a mapping's on-failure destination. */
export type StreamFailure = {
  readonly requestContext: {
    readonly requestId: string;
    readonly functionArn: string;
    readonly condition: FailureCondition;
    readonly approximateInvokeCount: number;
  };
  /** Missing if the records became too old before the first attempt. */
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
  /** The whole event, `{"Records":[...]}`, as JSON. It makes a later replay possible. */
  readonly payload: string;
};

type FailureBucket = {
  readonly s3: S3Client;
  readonly bucket: string;
  /** The id of the event source mapping. On AWS it is a UUID. */
  readonly mappingId: string;
};

/** Creates an on-failure destination in S3 that uses AWS's object keys. */
export const createFailureWriter =
  ({ s3, bucket, mappingId }: FailureBucket) =>
  async (failure: StreamFailure): Promise<void> => {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: failureKey(mappingId, failure),
        Body: JSON.stringify(failure),
        ContentType: 'application/json',
      }),
    );
  };

/**
 * aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
const failureKey = (
  mappingId: string,
  { timestamp, DDBStreamBatchInfo: { shardId } }: StreamFailure,
): string => {
  const [day = '', time = ''] = timestamp.split('T');
  const second = `${day}T${time.slice(0, 8).replaceAll(':', '.')}`;
  return `aws/lambda/${mappingId}/${shardId}/${day.replaceAll('-', '/')}/${second}-${randomUUID()}`;
};

type StreamFailureInput = {
  readonly functionName: string;
  readonly streamArn: string;
  readonly shardId: string;
  /** At least one. */
  readonly records: readonly DynamoDBRecord[];
  readonly condition: FailureCondition;
  readonly invocations: number;
  /** Whether the function threw or timed out, instead of reporting failures. */
  readonly unhandled: boolean;
  readonly now: number;
};

/**
 * Describes records that are discarded.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export const createStreamFailure = (input: StreamFailureInput): StreamFailure => ({
  requestContext: {
    requestId: randomUUID(),
    functionArn: functionArn(input.functionName),
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
    startSequenceNumber: sequenceNumberOf(input.records.at(0)),
    endSequenceNumber: sequenceNumberOf(input.records.at(-1)),
    approximateArrivalOfFirstRecord: formatArrival(input.records.at(0)),
    approximateArrivalOfLastRecord: formatArrival(input.records.at(-1)),
    batchSize: input.records.length,
    streamArn: input.streamArn,
  },
  payload: JSON.stringify({ Records: input.records }),
});

const MS_PER_SECOND = 1_000;

/** Formats a time to the second, without a fraction. */
const formatArrival = (record: DynamoDBRecord | undefined): string => {
  const seconds = record?.dynamodb?.ApproximateCreationDateTime ?? 0;
  return new Date(seconds * MS_PER_SECOND).toISOString().replace('.000Z', 'Z');
};
