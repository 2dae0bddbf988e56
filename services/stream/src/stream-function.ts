import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { withinTime } from '@willcall/domain';
import type { Observability } from '@willcall/lambda';
import type {
  Context,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  DynamoDBStreamEvent,
} from 'aws-lambda';

/** A Lambda function behind a DynamoDB stream that reports partial batch failures. */
export type StreamFunction = (
  event: DynamoDBStreamEvent,
  context: Context,
) => Promise<DynamoDBBatchResponse>;

/** Creates a function that works on the batches of a stream. It logs, measures, and knows how much time it has left. */
export const createStreamFunction = (
  { logger, metrics }: Observability,
  workOn: (records: readonly DynamoDBRecord[]) => Promise<DynamoDBBatchResponse>,
): StreamFunction =>
  middy<DynamoDBStreamEvent, DynamoDBBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler((event: DynamoDBStreamEvent, context: Context) =>
      withinTime(
        () => context.getRemainingTimeInMillis(),
        () => workOn(event.Records),
      ),
    );

/** Reports that Lambda must deliver a batch again, from this record on. */
export const retryFrom = ({ dynamodb }: DynamoDBRecord): DynamoDBBatchResponse => ({
  // Without a sequence number, Lambda treats the empty string as a failure of the whole batch.
  batchItemFailures: [{ itemIdentifier: dynamodb?.SequenceNumber ?? '' }],
});
