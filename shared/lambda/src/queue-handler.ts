import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import { withinTime } from '@willcall/domain';
import { postponeMessages, type Queue } from '@willcall/messaging';
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

export type PostponeDependencies = {
  readonly queue: Queue;
  /** Seconds until redelivery, given the number of receives including this one. */
  readonly redeliveryDelay: (receiveCount: number) => number;
} & Pick<Observability, 'log' | 'measure'>;

/**
 * Sets the growing delay of a batch's failed messages in one call. A group shares the delay of its first
 * failed message, so that its messages are redelivered together. A failure of this call is logged and
 * harmless: the messages then return after the queue's visibility timeout.
 */
export async function postponeFailed(
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
  { queue, redeliveryDelay, log, measure }: PostponeDependencies,
): Promise<void> {
  const failed = records.filter((_, index) => results[index]?.status !== 'fulfilled');
  if (failed.length === 0) return;
  measure.count('MessagesFailed', failed.length);

  const delayOfGroup = new Map<string | undefined, number>();
  const postponements = failed.map(({ receiptHandle, attributes }) => {
    const delaySeconds =
      delayOfGroup.get(attributes.MessageGroupId) ??
      redeliveryDelay(Number(attributes.ApproximateReceiveCount));
    delayOfGroup.set(attributes.MessageGroupId, delaySeconds);
    return { receiptHandle, delaySeconds };
  });
  try {
    const refused = await postponeMessages(queue, postponements);
    if (refused > 0) log.warn('SQS refused to postpone messages', { count: refused });
  } catch (error) {
    log.warn('Failed messages could not be postponed', { count: failed.length, error });
  }
}

/** Long enough for a throttled table to recover, short enough for a waiting buyer. */
const MAX_DELAY_SECONDS = 300;

/**
 * Seconds until redelivery: the base after the first failure, doubled after each further one.
 *
 * @param receiveCount the number of receives, including this one.
 */
export const redeliveryDelay = (
  receiveCount: number,
  baseSeconds: number,
  longestSeconds = MAX_DELAY_SECONDS,
): number => Math.min(longestSeconds, baseSeconds * 2 ** Math.max(0, receiveCount - 1));
