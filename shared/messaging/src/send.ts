import { createHash } from 'node:crypto';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  type AuditMessage,
  known,
  type PaymentTask,
  type PurchaseMessage,
} from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import { MessagingError } from './errors.ts';
import type { Queue, WholeMessage } from './queue.ts';

/**
 * Queues a purchase: the only write of the accept path. The group is the buyer and the show. The
 * deduplication id contains the purchase key and the group, so that a queue that deduplicates across all
 * groups behaves like one that deduplicates within each group.
 *
 * @param traceHeader the X-Ray header of the request, which continues the trace in the worker.
 *   Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 * @throws MessagingError if SQS did not confirm. SQS may have accepted it anyway. Sending it again is safe.
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
 * Queues the audit of a show. Sending it again within five minutes changes nothing, and later its function
 * finds it ended.
 *
 * @throws MessagingError if SQS did not confirm. Sending it again is safe.
 */
export async function sendAudit(queue: Queue, message: AuditMessage): Promise<void> {
  const { auditId } = message;
  await send(queue, { body: JSON.stringify(message), group: auditId }, auditId, 'audit');
}

/**
 * Queues the comparison of a purchase with the payment provider. The group is the purchase, so that it is worked on
 * alone; an intent whose purchase is not known yet is a group of its own.
 *
 * @param cause names what asks for it, e.g. the id of the provider's event. SQS drops a second message with the same
 *   cause and group within five minutes.
 * @throws MessagingError if SQS did not confirm. Sending it again is safe.
 */
export async function sendPaymentTask(
  queue: Queue,
  task: PaymentTask,
  cause: string,
): Promise<void> {
  const group = known(task.purchase?.purchaseId ?? task.intent, 'purchase or intent of a task');
  const id = createHash('sha256').update(`${cause} ${group}`).digest('base64url');
  await send(queue, { body: JSON.stringify(task), group }, id, 'payment task');
}

/**
 * Sends a received message to another FIFO queue, whole and in its group. To move a message, delete the
 * received one after this call, never before.
 *
 * @param deduplicationId an id that the target has not seen. With the original id, SQS would accept and
 *   drop the message within five minutes of the first one.
 *   Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 * @throws MessagingError if SQS did not confirm. SQS may have accepted it anyway. Sending it again with
 *   the same id is safe.
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
  what: 'purchase' | 'audit' | 'payment task' | 'message',
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
    throw new MessagingError(`SQS did not confirm the ${what}`, { cause });
  }
}
