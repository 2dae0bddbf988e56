import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/** A received message that is to come back, and in how many whole seconds. */
export type Postponement = { readonly receiptHandle: string; readonly delaySeconds: number };

/**
 * Lets up to ten received messages become visible again after their own delay instead of the queue's
 * visibility timeout. One call.
 *
 * @returns how many SQS refused; these come back after the queue's visibility timeout.
 * @throws MessagingError when the call failed as a whole; the same holds for all of them.
 */
export async function postponeMessages(
  queue: Queue,
  postponements: readonly Postponement[],
): Promise<number> {
  try {
    const { Failed = [] } = await queue.sqs.send(
      new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: postponements.map(({ receiptHandle, delaySeconds }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: delaySeconds,
        })),
      }),
    );
    return Failed.length;
  } catch (cause) {
    throw new MessagingError('SQS did not postpone the messages', { cause });
  }
}
