import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { PurchaseMessage } from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

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
  try {
    await queue.sqs.send(
      new SendMessageCommand({
        QueueUrl: queue.url,
        MessageBody: JSON.stringify(message),
        MessageGroupId: group,
        MessageDeduplicationId: `${purchaseKey}.${group}`,
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
    throw new MessagingError('SQS did not take the purchase', { cause });
  }
}
