import type { BatchResults, Log, Measure } from '@willcall/lambda';
import { postponeMessages, type Queue } from '@willcall/messaging';
import type { SQSRecord } from 'aws-lambda';

export type PostponeDependencies = {
  readonly queue: Queue;
  /** Seconds until a message comes back, by how often it was received, this time included. */
  readonly redeliveryDelay: (receiveCount: number) => number;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Gives the failed messages of a batch their growing delay, in one call; a group shares the delay of
 * its first failed message, so that its messages come back together. A failure of this call is logged
 * and nothing is lost: the messages then come back after the queue's visibility timeout.
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

/** Seconds. Long enough for a throttled table to recover, short enough for a buyer to still be there. */
const LONGEST_DELAY = 300;

/**
 * Seconds until a message comes back: the base at its first failure, doubled at each further one.
 *
 * @param receiveCount how often it was received, this time included.
 */
export const redeliveryDelay = (
  receiveCount: number,
  baseSeconds: number,
  longestSeconds = LONGEST_DELAY,
): number => Math.min(longestSeconds, baseSeconds * 2 ** Math.max(0, receiveCount - 1));
