import { postponeMessages, type Queue } from '@willcall/messaging';
import type { SQSRecord } from 'aws-lambda';
import type { Log, Measure } from './observability/observe.ts';
import type { BatchResults } from './queue-handler.ts';

export type PostponeDependencies = {
  readonly queue: Queue;
  /** Seconds until redelivery, given the number of receives including this one. */
  readonly redeliveryDelay: (receiveCount: number) => number;
  readonly log: Log;
  readonly measure: Measure;
};

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
