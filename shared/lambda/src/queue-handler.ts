import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import { withinTime } from '@willcall/domain';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Observability } from './observability/observe.ts';

/** A Lambda function behind an SQS queue that reports partial batch failures. */
export type QueueFunction = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/**
 * One result for each record, in batch order. SQS deletes fulfilled records and delivers rejected
 * ones again.
 */
export type BatchResults = PromiseSettledResult<unknown>[];

/**
 * Creates the handler of a queue with its middleware: log context, metrics, and the batch response
 * from the results of the records. The middleware does not know FIFO queues: the handler MUST
 * reject every record that follows a failed record of its message group.
 */
export function createQueueHandler(
  { logger, metrics, log }: Pick<Observability, 'logger' | 'metrics' | 'log'>,
  handler: (records: readonly SQSRecord[], context: Context) => Promise<BatchResults>,
): QueueFunction {
  const stack = middy<SQSEvent, BatchResults | SQSBatchResponse>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .use(
      sqsPartialBatchFailure({
        // The default logger would print the record, including the holder.
        logger: (error: unknown, { messageId, attributes }: SQSRecord) =>
          log.warn('Message failed: SQS delivers it again', {
            messageId,
            receiveCount: Number(attributes.ApproximateReceiveCount),
            error,
          }),
      }),
    )
    .handler(({ Records }: SQSEvent, context: Context) =>
      withinTime(
        () => context.getRemainingTimeInMillis(),
        () => handler(Records, context),
      ),
    );
  // The middleware converts the results into the response, which the types of middy cannot express.
  return async (event, context) => (await stack(event, context)) as SQSBatchResponse;
}
