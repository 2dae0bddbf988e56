import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { PurchaseMessage } from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import { MessagingError } from './errors.ts';
import type { Queue, WholeMessage } from './queue.ts';

/**
 * Queues a purchase: the one write of the accept path. The group is the buyer and the show; the
 * deduplication id is the purchase's key within that group, written out, so that a queue which
 * deduplicates as a whole behaves like one that does so by group.
 *
 * @param traceHeader X-Ray's header of the request, handed to the worker's trace.
 *   Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 * @throws MessagingError when SQS did not take it; it may have, and sending it again is harmless.
 */
export async function sendPurchase(
  queue: Queue,
  message: PurchaseMessage,
  purchaseKey: string,
  traceHeader?: string,
): Promise<void> {
  const group = messageGroupId(message.userId, message.showId);
  const whole = {
    body: JSON.stringify(message),
    group,
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
  await send(queue, whole, `${purchaseKey}.${group}`, 'purchase');
}

/**
 * Sends a received message to another FIFO queue, whole and in its group. Whoever moves a message
 * deletes the received one after this, never before.
 *
 * @param deduplicationId one that the target has not seen: under the message's own id it would be
 *   taken and dropped within five minutes of the first.
 *   Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 * @throws MessagingError when SQS did not take it; it may have, and sending it again under the same
 *   id is harmless.
 */
export async function forwardMessage(
  queue: Queue,
  message: WholeMessage,
  deduplicationId: string,
): Promise<void> {
  await send(queue, message, deduplicationId, 'message');
}

async function send(
  queue: Queue,
  { body, group, attributes, traceHeader }: WholeMessage,
  deduplicationId: string,
  what: 'purchase' | 'message',
): Promise<void> {
  try {
    await queue.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: body,
        MessageGroupId: group,
        MessageDeduplicationId: deduplicationId,
        ...(attributes === undefined ? {} : { MessageAttributes: { ...attributes } }),
        ...(traceHeader === undefined
          ? {}
          : {
              MessageSystemAttributes: {
                AWSTraceHeader: { DataType: 'String', StringValue: traceHeader },
              },
            }),
      }),
    );
  } catch (cause) {
    throw new MessagingError(`SQS did not take the ${what}`, { cause });
  }
}
