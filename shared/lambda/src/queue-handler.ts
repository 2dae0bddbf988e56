import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Observability } from './observability/observe.ts';

/** A Lambda function behind an SQS queue that reports partial batch failures. */
export type QueueFunction = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

/** One for each record, in the batch's order: fulfilled may be deleted, rejected comes back. */
export type BatchResults = PromiseSettledResult<unknown>[];

/**
 * The middy stack of a function behind a queue: context and metrics, and the results of its records
 * made into the response. The middleware knows nothing of FIFO: the handler itself MUST fail what
 * stands behind a failed record in its group.
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
        // Its own logger would print the record, holder and all.
        logger: (error: unknown, { messageId, attributes }: SQSRecord) =>
          log.warn('Message failed: it comes back', {
            messageId,
            receiveCount: Number(attributes.ApproximateReceiveCount),
            error,
          }),
      }),
    )
    .handler(({ Records }: SQSEvent, context: Context) => handler(Records, context));
  // The middleware makes the response of the results, which middy's types cannot say.
  return async (event, context) => (await stack(event, context)) as SQSBatchResponse;
}
